// <focal-point>: a press on the picture sets the point that stays in view; the number fields do the same without it.
class FocalPoint extends HTMLElement {
  connectedCallback() {
    this.picture = this.querySelector("img");
    const fields = this.closest(".one-picture");
    this.across = fields.querySelector("[name$=-focal_x]");
    this.down = fields.querySelector("[name$=-focal_y]");
    this.querySelector(".help").hidden = false;
    this.dot = this.querySelector(".dot");
    this.dot.hidden = false;
    this.picture.addEventListener("click", (event) => this.set(event));
    for (const field of [this.across, this.down]) field.addEventListener("input", () => this.show());
    this.show();
  }

  set(event) {
    const box = this.picture.getBoundingClientRect();
    this.across.value = Math.round((100 * (event.clientX - box.left)) / box.width);
    this.down.value = Math.round((100 * (event.clientY - box.top)) / box.height);
    this.across.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show() {
    this.dot.style.left = `${this.across.value || 50}%`;
    this.dot.style.top = `${this.down.value || 50}%`;
  }
}

customElements.define("focal-point", FocalPoint);
