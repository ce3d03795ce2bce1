// The plan page, alive: changes are saved as one goes and wait here while there is no connection.
// Without this file the same forms and links do the same, a page at a time.
"use strict";
(() => {
  const $ = (what, root = document) => root.querySelector(what);
  const $$ = (what, root = document) => [...root.querySelectorAll(what)];
  const plan = () => $("#plan");
  if (!plan()?.dataset.token) return;
  const saved = $("#saved");
  const store = `waiting:${plan().dataset.plan}`;
  const press = () => crypto.getRandomValues(new Uint32Array(3)).join("-");
  const say = (text) => { saved.textContent = text; };

  // ── What waits to be saved ────────────────────────────────────────────────
  let waiting = JSON.parse(sessionStorage.getItem(store) || "[]");
  let singly = false; // after one of several was refused
  let busy = false, sending = Promise.resolve(), changing = false, hand = Promise.resolve(), letGo = () => {};
  const take = () => { letGo(); hand = new Promise((done) => { letGo = done; }); };
  const keep = (list) => {
    waiting = list;
    list.length ? sessionStorage.setItem(store, JSON.stringify(list)) : sessionStorage.removeItem(store);
  };

  const send = (url, fields) => {
    const open = $(".block [aria-expanded=true]")?.closest(".block").dataset.block || "";
    keep([...waiting, { url: new URL(url, location.href).pathname, fields: { open, ...fields, version: plan().dataset.version, press: press() } }]);
    flush();
  };

  const lost = (why) => {
    const count = waiting.length === 1 ? "1 change is" : `${waiting.length} changes are`;
    say(`${why} ${count} kept on this device and saved when it is back. `);
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Try again";
    again.addEventListener("click", flush);
    saved.append(again);
  };

  // Several changes that waited together are one: the version they were made on is the first one's.
  const parcel = () => {
    const one = waiting[0];
    const end = waiting.findIndex((each) => each.url !== one.url);
    const changes = end < 0 ? waiting : waiting.slice(0, end);
    if (singly || changes.length < 2 || one.url !== plan().dataset.change) return { count: 1, url: one.url, fields: one.fields };
    const { open } = changes.at(-1).fields;
    const batch = JSON.stringify(changes.map((each) => each.fields));
    return { count: changes.length, url: one.url, fields: { batch, open, version: one.fields.version, press: one.fields.press } };
  };

  const flush = () => {
    if (!busy && waiting.length && plan()) sending = sendAll();
  };
  const sendAll = async () => {
    busy = true;
    try {
      while (waiting.length) {
        const { count, url, fields } = parcel();
        say("Saving …");
        const body = new URLSearchParams({ ...fields, csrf_token: plan().dataset.token });
        const answer = await fetch(url, { method: "POST", body });
        if (!(await taken(answer, count))) return;
      }
    } catch {
      lost("No connection.");
    } finally {
      busy = false;
    }
  };

  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
  const gate = (answer) => new URL(answer.url).pathname.endsWith("/sign-in");

  // True when the answer was a plan page, which then stands here.
  const taken = async (answer, count) => {
    const page = await read(answer);
    if (gate(answer) || answer.status === 401) { signIn(); return false; }
    const fresh = $("#plan", page);
    if (fresh && answer.status === 400 && count > 1) { singly = true; return true; }
    if (fresh) {
      const rest = waiting.slice(count).map((each) => ({ ...each, fields: { ...each.fields, version: fresh.dataset.version } }));
      keep(rest);
      singly = singly && rest.length > 0;
      if (answer.redirected) history.replaceState(null, "", answer.url.split("#")[0]);
      plan().dataset.version = fresh.dataset.version;
      await hand; // what is dragged or pressed stays under the hand
      if (!waiting.length) place(fresh, page);
      return true;
    }
    if (answer.status === 409) return both(page, count);
    if (answer.status === 404 || answer.status === 403) { keep([]); location.reload(); return false; }
    if (answer.status === 400 && await renewed()) return true; // and the same is sent again
    if (!saved.querySelector("a")) lost("This could not be saved.");
    return false;
  };

  // Two people changed the same block: the page shows both, hers with all she has done and typed since
  // it was sent, if that can go in one parcel. What stands there is not sent again from here.
  const both = async (page, count) => {
    await hand;
    if (lifted) drop($(".lifted"));
    const form = $("form.details");
    if (form && unsaved(form)) submit(form, "do", "details");
    const mine = waiting.filter((each) => each.url === plan().dataset.change);
    const more = mine.length > count && !singly;
    keep(more ? mine : mine.slice(count));
    if (more) return true;
    $("main").replaceWith($("main", page));
    document.title = page.title;
    $("main").focus();
    return false;
  };

  const signIn = () => {
    lost("You are signed out.");
    const link = document.createElement("a");
    link.href = plan().dataset.change.replace(/\/change$/, "");
    link.target = "_blank";
    link.textContent = " Sign in again in another tab";
    saved.append(link);
  };

  // A session that ended leaves an old token here: the page says the new one, if there is one.
  const renewed = async () => {
    const answer = await fetch(location.href);
    if (gate(answer)) { signIn(); return false; }
    const token = $("#plan", await read(answer))?.dataset.token;
    const is = Boolean(token) && token !== plan().dataset.token;
    if (is) plan().dataset.token = token;
    return is;
  };
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(flush, 5000);
  addEventListener("beforeunload", (event) => { if (waiting.length && plan()) event.preventDefault(); });

  // ── A new page in the place of the old one ────────────────────────────────
  const wrongIn = (fresh) => $(".problems p", fresh)?.textContent;
  const tell = (fresh, page) => {
    const said = $$(".said p", page).map((one) => one.textContent).join(" ");
    say(wrongIn(fresh) || said || "Everything is saved.");
  };
  // Hours and minutes of a clock time have the focus one by one, and nothing can give it back to one of
  // them: while she is in such a field, a new page waits until she leaves it.
  const CLOCK = "#plan input[type=time]";
  let later = null;
  const place = (fresh, page) => {
    if (wrongIn(fresh) || !document.activeElement.matches(CLOCK)) { show(fresh, page); tell(fresh, page); return; }
    later = () => show(fresh, page);
    tell(fresh, page);
  };
  document.addEventListener("focusout", (event) => {
    if (later && event.target.matches?.(CLOCK)) setTimeout(async () => {
      await hand;
      if (!waiting.length && plan() && !document.activeElement.matches(CLOCK)) later?.();
    }, 0);
  });
  // What has no name of its own is known by its words, in its block or in the whole plan.
  const twin = (had, block) => {
    const root = block ? $(`#block-${block}`) : plan();
    return root && $$(had.tagName, root).find((one) => one.name === had.name && one.textContent === had.textContent);
  };
  const show = (fresh, page) => {
    later = null;
    const had = document.activeElement, here = had.id, block = had.closest(".block")?.dataset.block;
    const { selectionStart: from, selectionEnd: to } = had;
    const typed = $$("input:not([type=hidden]), textarea", plan())
      .filter((field) => field.id && field.value !== field.defaultValue)
      .map((field) => [field.id, field.value]);
    const unfolded = $$("details[open][id]", plan()).map((one) => one.id);
    changing = true;
    plan().replaceWith(fresh);
    changing = false;
    for (const what of ["main > h1", "main > .meta"]) {
      const now = $(what, page);
      if (now) $(what)?.replaceWith(now);
    }
    document.title = page.title;
    for (const [id, value] of typed) { const field = document.getElementById(id); if (field) field.value = value; }
    for (const id of unfolded) { const one = document.getElementById(id); if (one) one.open = true; }
    for (const field of $$("input[name=version]")) field.value = fresh.dataset.version;
    // Until here a second press of Add was the same press; from here on it is another block.
    for (const field of $$(".shelf input[name=as]")) field.value = `b${press().replace(/\D/g, "").slice(0, 18)}`;
    ready();
    const wrong = wrongIn(fresh), bad = wrong && $("[aria-invalid]", fresh);
    if (had.isConnected && !bad) return; // the focus was not in what was replaced
    // What was pressed may be gone or out of use now: then the focus waits at its block, or at the way back.
    const places = [
      bad,
      here && document.getElementById(here.replace(/^bring-(?=b)/, "grip-")),
      here && document.getElementById(here),
      twin(had, block),
      block && document.getElementById(`grip-${block}`),
      $("#undo"), $("#redo"), $(".history a"),
    ];
    places.some((one) => { if (one) one.focus({ preventScroll: !wrong }); return one && document.activeElement === one; });
    if (!bad && here && document.activeElement.id === here && Number.isInteger(from)) document.activeElement.setSelectionRange(from, to);
  };

  const visit = async (href) => {
    await sending; // or its answer would open the block again that was open when it was sent
    if (!plan()) return;
    try {
      const answer = await fetch(href);
      const page = await read(answer);
      if (gate(answer) || !$("#plan", page)) { location.href = href; return; }
      history.replaceState(null, "", href.split("#")[0]);
      show($("#plan", page), page);
      say("Everything is saved.");
    } catch { say("No connection. This block can be opened when it is back."); }
  };

  // ── Clock times, until the answer brings the true ones ────────────────────
  const reckon = () => {
    let free = 0, planned = 0;
    for (const block of $$("#blocks > .block")) {
      const minutes = Number(block.dataset.minutes);
      const begins = block.dataset.pinned ? Number(block.dataset.pinned) : free;
      const at = (Number(plan().dataset.start) + begins + 2880) % 1440;
      const two = (number) => String(number).padStart(2, "0");
      $("time", block).textContent = `${two(Math.floor(at / 60))}:${two(at % 60)}`;
      $(".mins b", block).textContent = minutes;
      free = begins + minutes;
      planned += minutes;
    }
    $("#planned").textContent = planned;
  };

  const change = (fields) => send(plan().dataset.change, fields);
  const resize = (block, minutes) => {
    block.dataset.minutes = minutes;
    reckon();
    change({ do: "details", block: block.dataset.block, minutes });
  };
  const leave = (block, what) => {
    const next = block.nextElementSibling || block.previousElementSibling;
    block.remove();
    reckon();
    ($(".grip", next || plan()) || $(".history a"))?.focus();
    change({ do: what, block: block.dataset.block });
  };
  const moved = (block) => {
    reckon();
    change({ do: "move", block: block.dataset.block, after: block.previousElementSibling?.dataset.block || "" });
  };

  // ── Forms and links ───────────────────────────────────────────────────────
  const submit = (form, name, value) => {
    const fields = Object.fromEntries(new FormData(form));
    delete fields.csrf_token;
    if (name) fields[name] = value;
    for (const field of $$("input, textarea", form)) field.defaultValue = field.value;
    send(form.action, fields);
  };
  // What is typed and not sent yet. A button has no value to begin with, and the first part of a split
  // is not of the block.
  const unsent = (field) => field.matches?.("input:not([type=hidden], [name=first]), textarea") && field.value !== field.defaultValue;
  const unsaved = (form) => [...form.elements].some(unsent);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.live")) return;
    event.preventDefault();
    const button = event.submitter;
    const what = button?.value || form.elements.do?.value;
    const block = button && form.closest("#blocks > .block");
    const sent = (one) => one.fields.do === "details" && one.fields.block === form.elements.block.value;
    if (block && (what === "remove" || what === "park")) leave(block, what);
    else if (what === "details" && !unsaved(form) && waiting.some(sent)) flush(); // sent as the field was left
    else submit(form, button?.name, button?.value);
  });
  // What was typed is saved when the field is left. A page that takes another's place is no leaving.
  const commit = ({ target }) => {
    if (!changing && unsent(target) && target.form?.matches(".details")) submit(target.form, "do", "details");
  };
  // A clock time changes with each of its figures; it is saved when it is left.
  document.addEventListener("change", (event) => { if (!event.target.matches(CLOCK)) commit(event); });
  document.addEventListener("focusout", commit);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.tune");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    visit(link.href);
  });

  // ── Keys ──────────────────────────────────────────────────────────────────
  let lifted = null; // the block being moved by keys, and what stood behind it
  const drop = (block) => {
    const same = block.nextElementSibling === lifted.behind;
    lifted = null;
    block.classList.remove("lifted");
    same ? say("It stays where it was.") : moved(block);
  };
  const lift = (block, step) => {
    lifted ??= { behind: block.nextElementSibling };
    block.classList.add("lifted");
    const there = step < 0 ? block.previousElementSibling : block.nextElementSibling;
    if (there) step < 0 ? there.before(block) : there.after(block);
    $(".grip", block).focus();
    reckon();
    const all = $$("#blocks > .block");
    say(`Place ${all.indexOf(block) + 1} of ${all.length}. Enter keeps it, Escape puts it back.`);
  };
  const put = (block) => {
    $("#blocks").insertBefore(block, lifted.behind);
    lifted = null;
    block.classList.remove("lifted");
    $(".grip", block).focus();
    reckon();
    say("Back where it was.");
  };
  const size = (event) => (event.shiftKey ? 15 : event.ctrlKey ? 1 : 5);
  const onGrip = (event, block) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const grow = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) lift(block, step);
    else if (lifted && (event.key === "Enter" || event.key === " ")) drop(block);
    else if (lifted && event.key === "Escape") put(block);
    else if (!grow && !/^(p|delete)$/i.test(event.key)) return;
    else act(event, block, grow);
    event.preventDefault();
  };
  // What was lifted is put down first, where it is.
  const act = (event, block, grow) => {
    if (lifted) drop(block);
    if (grow) resize(block, Math.max(1, Math.min(480, Number(block.dataset.minutes) + grow * size(event))));
    else leave(block, event.key === "Delete" ? "remove" : "park");
  };
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, textarea, select");
    if (event.target.matches(".grip") && !event.altKey && !event.metaKey && !(event.ctrlKey && /^[a-z]$/i.test(event.key))) {
      onGrip(event, event.target.closest(".block"));
    } else if (event.target.closest("#parked .block") && event.key.toLowerCase() === "p" && !event.ctrlKey) {
      event.preventDefault();
      change({ do: "unpark", block: event.target.closest(".block").dataset.parked });
    } else if (field?.hasAttribute("data-steps")) {
      const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[event.key];
      if (!by || !/^\d+$/.test(field.value)) return;
      event.preventDefault();
      const most = event.shiftKey ? Math.sign(by) * 15 : by;
      field.value = Math.max(1, Math.min(480, Number(field.value) + most));
    } else if (!field && (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) {
      const again = event.key.toLowerCase() === "y" || event.shiftKey;
      event.preventDefault();
      $(again ? "#redo" : "#undo")?.click();
    }
  });
  document.addEventListener("focusout", (event) => {
    if (lifted && event.target.matches?.(".grip")) setTimeout(() => {
      const block = event.target.closest(".block");
      if (lifted && document.activeElement !== event.target && block) drop(block);
    }, 0);
  });

  // ── Pointer and touch ─────────────────────────────────────────────────────
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  addEventListener("pointerdown", (event) => { if (event.button === 0 && event.target.closest?.("#plan, .shelf .mark")) take(); }, true);
  for (const end of ["pointerup", "pointercancel", "contextmenu"]) addEventListener(end, () => setTimeout(() => letGo(), 0), true);
  const sortable = (list, options) => new Sortable(list, { handle: ".grip", forceFallback: true, animation: still ? 0 : 120, ...options });
  const stretch = (block) => {
    const edge = document.createElement("span");
    edge.className = "edge";
    edge.title = "Drag to make it longer or shorter";
    edge.addEventListener("pointerdown", (down) => {
      down.preventDefault();
      edge.setPointerCapture(down.pointerId);
      const was = Number(block.dataset.minutes);
      const at = (event) => Math.max(1, Math.min(480, was + 5 * Math.round((event.clientY - down.clientY) / 18)));
      edge.onpointermove = (event) => { block.dataset.minutes = at(event); reckon(); };
      const done = () => { edge.onpointermove = edge.onpointerup = edge.onpointercancel = null; };
      edge.onpointerup = (event) => { if (at(event) !== was) resize(block, at(event)); done(); };
      edge.onpointercancel = () => { block.dataset.minutes = was; reckon(); done(); };
    });
    block.append(edge);
  };
  const ready = () => {
    for (const grip of $$(".grip", plan())) grip.hidden = false;
    $$("#blocks > .block").forEach(stretch);
    const where = (item) => item.previousElementSibling?.dataset.block || "";
    sortable($("#blocks"), {
      group: { name: "plan", pull: true, put: ["plan", "shelf", "aside"] },
      onStart: () => { $("#beside").hidden = false; },
      onEnd: (event) => {
        if (event.to.id === "parked") { reckon(); change({ do: "park", block: event.item.dataset.block }); }
        else if (event.oldIndex !== event.newIndex) moved(event.item);
        else $("#beside").hidden = !$("#parked").children.length;
      },
      onAdd: (event) => {
        const { block, parked, module } = event.item.dataset;
        if (block) return;
        const after = where(event.item);
        if (module) { event.item.remove(); change({ do: "add", module, after }); }
        else change({ do: "unpark", block: parked, after });
      },
    });
    sortable($("#parked"), { group: { name: "aside", pull: true, put: ["plan"] }, handle: ".line", filter: "button", preventOnFilter: false, sort: false });
  };
  const shelf = $(".shelf");
  if (shelf) sortable(shelf, { group: { name: "shelf", pull: "clone", put: false }, handle: ".mark", sort: false });
  ready();
  flush();
})();
