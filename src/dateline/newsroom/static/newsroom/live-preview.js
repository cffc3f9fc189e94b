// <live-preview>: draws the form's unsaved words as readers will see them, in a frame that may do nothing.
class LivePreview extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById(this.getAttribute("form"));
    this.form.addEventListener("input", () => this.soon());
    this.form.addEventListener("change", () => this.soon());
    this.querySelector("button").classList.add("unseen-when-live");
    this.draw();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), 500);
  }

  async draw() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(this.getAttribute("action"), { method: "POST", body, signal: this.asked.signal });
      if (answer.ok) this.put(await answer.text());
      this.classList.toggle("stale", !answer.ok);
    } catch {
      this.classList.add("stale"); // no connection: the last preview stays, dimmed
    }
  }

  // The new frame takes the old one's place once it is drawn: nothing flickers while one types.
  put(html) {
    if (html === this.shown) return;
    this.shown = html;
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "");
    frame.title = this.dataset.title;
    frame.srcdoc = html;
    frame.className = "coming";
    frame.addEventListener("load", () => {
      for (const old of this.querySelectorAll("iframe")) if (old !== frame) old.remove();
      frame.classList.remove("coming");
    });
    this.append(frame);
  }
}

customElements.define("live-preview", LivePreview);
