// <desk-timeline>: draws the list of posts again when somebody else publishes, unless one is busy in it.
const LOOK_AGAIN_MS = 30_000;
const LISTEN_AGAIN_MS = 10_000;

class DeskTimeline extends HTMLElement {
  connectedCallback() {
    this.listen();
    // Drafts are not in the public stream, and a stream may be closed: look again from time to time.
    this.timer = setInterval(() => document.hidden || this.soon(), LOOK_AGAIN_MS);
    this.onVisible = () => document.hidden || this.soon();
    document.addEventListener("visibilitychange", this.onVisible);
    document.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("focusout", () => this.late && this.soon());
    this.addEventListener("htmx:beforeSwap", () => this.remember());
    // The list that was swapped is gone by then: htmx tells the page.
    this.onSwap = () => this.restore();
    document.addEventListener("htmx:afterSwap", this.onSwap);
  }

  disconnectedCallback() {
    this.source.close();
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.onVisible);
    document.removeEventListener("htmx:afterSwap", this.onSwap);
  }

  listen() {
    this.source = new EventSource(this.getAttribute("stream"));
    for (const name of ["change", "reset"]) this.source.addEventListener(name, () => this.soon());
    // One refused answer closes an EventSource for good: a new one takes its place.
    this.source.onerror = () => {
      if (this.source.readyState === EventSource.CLOSED && this.isConnected) setTimeout(() => this.listen(), LISTEN_AGAIN_MS);
    };
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.refresh(), 200);
  }

  refresh() {
    const focused = document.activeElement;
    // htmx gives the focus back to what has an id; anything else would lose it.
    this.late = this.contains(focused) && !focused.id;
    if (!this.late) window.htmx?.trigger("#lines", "refresh");
  }

  // What one looks at stays where it is, whatever came in above it.
  remember() {
    const lines = scrollY ? [...this.querySelectorAll(".line")] : [];
    const line = lines.find((found) => found.getBoundingClientRect().bottom > 0);
    this.place = line && { id: line.id, top: line.getBoundingClientRect().top };
  }

  restore() {
    const line = this.place && document.getElementById(this.place.id);
    if (line) scrollBy({ top: line.getBoundingClientRect().top - this.place.top, behavior: "instant" });
  }

  key(event) {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "n" && plain && !event.target.closest("input, textarea, select, [contenteditable]")) {
      document.querySelector("[data-key=n]")?.click();
    }
  }
}

customElements.define("desk-timeline", DeskTimeline);
