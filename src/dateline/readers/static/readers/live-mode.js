// <live-mode>: lets the reader choose how updates come: at once, after being asked, or not for now; remembers it here.
const KEY = "dateline:mode";

customElements.define("live-mode", class extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    this.select.value = this.choice = this.remembered() || "auto";
    this.hidden = false;
    this.select.onchange = () => {
      this.choice = this.select.value;
      this.remember(this.choice);
      this.dispatchEvent(new Event("choose", { bubbles: true }));
    };
  }

  remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // Storage is closed to us: the choice lasts as long as the page.
    }
  }

  remember(choice) {
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // As above.
    }
  }
});
