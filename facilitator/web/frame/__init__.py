"""What every page of the web room stands in: headers, sessions, throttles, and shared pieces."""
