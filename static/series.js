// Moving weeks by pointer, touch and keys. The page works without it: each week has buttons.
"use strict";
(() => {
  const list = document.querySelector("#weeks");
  const saved = document.querySelector("#saved");
  if (!list || !list.dataset.token) return;
  const past = Number(list.dataset.past); // these are over and stay

  const place = (item) => [...list.children].indexOf(item);
  const post = (item) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = list.dataset.arrange;
    const fields = {
      csrf_token: list.dataset.token, seen: list.dataset.seen, do: "move", plan: item.dataset.plan, to: place(item) + 1,
    };
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    saved.textContent = "Saving …";
    form.submit();
  };

  let lifted = null; // the week being moved by keys, and where it came from
  const drop = (item) => {
    const moved = place(item) !== lifted.from;
    lifted = null;
    item.classList.remove("lifted");
    if (!moved) return;
    sessionStorage.setItem("moved-week", item.dataset.plan); // so that the focus goes with it
    post(item);
  };
  const putBack = (item) => {
    const others = [...list.children].filter((other) => other !== item);
    lifted.from < others.length ? others[lifted.from].before(item) : list.append(item);
    lifted = null;
    item.classList.remove("lifted");
    saved.textContent = "Back where it was.";
  };

  for (const grip of list.querySelectorAll("button.grip")) {
    grip.hidden = false;
    const item = grip.closest(".week");
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step) {
        event.preventDefault();
        lifted ??= { from: place(item) };
        item.classList.add("lifted");
        const to = place(item) + step;
        const there = list.children[to];
        if (!there || to < past) return;
        step < 0 ? there.before(item) : there.after(item);
        grip.focus();
        saved.textContent = `Week ${to + 1} of ${list.children.length}. Enter keeps it, Escape puts it back.`;
      } else if (lifted && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        drop(item);
      } else if (lifted && event.key === "Escape") {
        event.preventDefault();
        putBack(item);
        grip.focus();
      }
    });
    grip.addEventListener("blur", () => { if (lifted) setTimeout(() => lifted && document.activeElement !== grip && drop(item), 0); });
  }

  const moved = sessionStorage.getItem("moved-week");
  sessionStorage.removeItem("moved-week");
  // Going to the address's #week-… takes the focus away: it is given back when that is done.
  if (moved) addEventListener("load", () => document.querySelector(`#week-${CSS.escape(moved)} .grip`)?.focus());

  new Sortable(list, {
    handle: "button.grip",
    forceFallback: true,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    onMove: (event) => place(event.related) >= past,
    onEnd: (event) => { if (event.oldIndex !== event.newIndex) post(event.item); },
  });
})();
