// <exhibit-map>: a link to the exhibit's page that opens its ground as an interactive map instead; nothing is loaded before.
const files = document.querySelector("script[data-ground-map]").dataset;

class ExhibitMap extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a");
    this.template = this.querySelector("template");
    // Opened in another tab, or without its words, the link stays a link.
    if (!this.link || !this.template || this.button) return;
    this.button = Object.assign(document.createElement("button"), { type: "button", textContent: this.link.textContent });
    this.button.addEventListener("click", () => this.open());
    this.link.replaceWith(this.button);
  }

  async open() {
    this.button.setAttribute("aria-busy", "true");
    try {
      await import(files.groundMap);
      const map = document.createElement("ground-map");
      map.append(this.template.content.cloneNode(true));
      this.append(map);
      await map.draw({ source: this.dataset.src, library: files.library, worker: files.worker, style: files.style });
      this.button.remove();
      map.focusFirst();
    } catch (fault) {
      this.failed(fault);
    }
  }

  // Without WebGL, or offline: the picture above shows the same ground; its page has the rest.
  failed(fault) {
    this.querySelector("ground-map")?.remove();
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    said.textContent = this.template.content.querySelector("[data-part=failed]").textContent;
    this.button.replaceWith(said, " ", this.link);
    console.info(fault);
  }
}

customElements.define("exhibit-map", ExhibitMap);
