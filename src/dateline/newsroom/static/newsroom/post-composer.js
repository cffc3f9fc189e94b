// <post-composer>: the form's comforts: blocks without a new page, saving in place, keys; the form works without it.
const READS = "input, textarea, select, [contenteditable]";

class PostComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.blocks = this.querySelector("[data-blocks]");
    this.output = this.querySelector("output.saved");
    this.help = this.querySelector("dialog.keys");
    this.form.addEventListener("click", (event) => this.press(event));
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("change", (event) => this.upload(event));
    this.addEventListener("desk-says", (event) => this.say(event.detail, true));
    document.addEventListener("keydown", (event) => this.key(event));
    addEventListener("pageshow", () => (this.sending = false));
    const button = this.querySelector("[data-help]");
    button.hidden = false;
    button.addEventListener("click", () => this.help.showModal());
  }

  press(event) {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    const [deed, rest] = button.value.split(":");
    const deeds = { add: () => this.add(rest), remove: () => this.remove(button), up: () => this.move(button, -1),
      down: () => this.move(button, 1), rows: () => this.rows(button), drop: () => this.drop(button) };
    if (!deeds[deed]) return;
    event.preventDefault();
    deeds[deed]();
  }

  async add(kind) {
    const numbers = [...this.form.querySelectorAll("[name=block]")].map((field) => Number(field.value));
    const address = this.getAttribute("blocks").replace(/text\/$/, `${kind}/`);
    try {
      const answer = await fetch(`${address}?n=${Math.max(-1, ...numbers) + 1}`);
      if (!answer.ok) throw new Error(answer.statusText);
      this.blocks.insertAdjacentHTML("beforeend", await answer.text());
    } catch {
      return this.say(this.dataset.unsent, true);
    }
    this.focusIn(this.blocks.lastElementChild);
    this.changed();
  }

  remove(button) {
    const block = button.closest("[data-block]");
    const place = document.createComment("");
    block.replaceWith(place);
    const undo = Object.assign(document.createElement("button"), { type: "button", textContent: this.dataset.undo });
    undo.addEventListener("click", () => {
      if (place.isConnected) place.replaceWith(block);
      this.output.replaceChildren();
      this.focusIn(block);
      this.changed();
    });
    this.output.className = "saved";
    this.output.replaceChildren(`${this.dataset.removed} `, undo);
    undo.focus();
    this.changed();
  }

  move(button, step) {
    const block = button.closest("[data-block]");
    const other = step < 0 ? block.previousElementSibling : block.nextElementSibling;
    if (!other) return;
    // The other one moves: the block one works in keeps its caret and focus.
    block[step < 0 ? "after" : "before"](other);
    block.scrollIntoView({ block: "nearest" });
    this.changed();
  }

  rows(button) {
    const rows = button.closest("[data-block]").querySelector("[data-rows]");
    const fresh = rows.lastElementChild.cloneNode(true);
    for (const field of fresh.querySelectorAll("input")) field.value = "";
    rows.append(fresh);
    fresh.querySelector("input").focus();
  }

  drop(button) {
    const block = button.closest("[data-block]");
    button.closest(".in-gallery").remove();
    this.focusIn(block);
    this.changed();
  }

  // The server takes the file and draws its block again, with the caption and credit it found inside.
  async upload(event) {
    const field = event.target;
    if (!field.matches("[data-uploads]") || !field.files.length) return;
    this.say(this.dataset.saving);
    const body = new FormData(this.form);
    body.set("do", "upload");
    try {
      const answer = await fetch(this.form.action || location.href, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const number = field.closest("[data-block]").dataset.block;
      const drawn = page.querySelector(`[data-block="${number}"]`);
      const refused = page.querySelector(".refused");
      if (drawn) field.closest("[data-block]").replaceWith(document.adoptNode(drawn));
      this.say(refused ? refused.textContent : "", Boolean(refused));
      if (!drawn) return;
      this.focusIn(this.querySelector(`[data-block="${number}"]`));
      this.changed();
    } catch {
      this.say(this.dataset.unsent, true);
    }
  }

  submit(event) {
    if (this.sending) return event.preventDefault();
    if (this.tooLong()) {
      event.preventDefault();
      return this.say(this.dataset.tooLong, true);
    }
    if (event.submitter?.hasAttribute("data-saves")) {
      event.preventDefault();
      return this.save(event.submitter);
    }
    this.sending = !event.submitter?.formTarget;
  }

  tooLong() {
    const texts = [...new FormData(this.form).values()].filter((value) => typeof value === "string");
    return texts.reduce((size, text) => size + text.length, 0) > Number(this.getAttribute("most"));
  }

  async save(button) {
    this.say(this.dataset.saving);
    this.sending = true;
    const body = new FormData(this.form);
    body.set("do", "save");
    try {
      const answer = await fetch(this.form.action || location.href, { method: "POST", body, headers: { "X-Desk": "quiet" } });
      const told = await answer.json();
      if (answer.ok) this.saved(told);
      else this.insist(button);
    } catch {
      this.say(this.dataset.unsent, true);
    }
    this.sending = false;
  }

  saved({ base, address, said, ticket, kept_under: keptUnder }) {
    const set = (name, value) => {
      const field = this.form.elements[name]
        ?? this.form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
      field.value = value;
    };
    set("base", base);
    set("ticket", ticket);
    if (new URL(address, location.href).pathname !== location.pathname) {
      history.replaceState(null, "", address);
      this.form.action = address;
    }
    this.form.dispatchEvent(new CustomEvent("words-saved", { detail: keptUnder }));
    this.say(said);
  }

  // What the server refused, it shows on the whole page: both versions of a conflict, the reason of a no.
  insist(button) {
    const again = Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: button.value });
    this.form.append(again);
    this.form.submit();
  }

  key(event) {
    const held = event.ctrlKey || event.metaKey;
    if (held && event.key === "Enter") this.click("[data-publishes]", event);
    else if (held && event.key.toLowerCase() === "s") this.click("[data-saves]", event);
    else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) this.shift(event);
    else if (event.key === "Enter" && event.target.matches("#composer input:not([type=checkbox], [type=file])")) this.enter(event);
    else if (event.key === "?" && !event.target.closest(READS)) this.help.showModal();
  }

  // Enter in a field sends nothing while one writes; after the title it goes on to the words.
  enter(event) {
    event.preventDefault();
    if (event.target.name === "title") this.focusIn(this.blocks.firstElementChild);
  }

  click(selector, event) {
    event.preventDefault();
    if (!this.help.open) this.querySelector(selector)?.click();
  }

  shift(event) {
    const block = event.target.closest("[data-block]");
    const button = block?.querySelector(`[value^="${event.key === "ArrowUp" ? "up" : "down"}:"]`);
    if (!button) return;
    event.preventDefault();
    this.move(button, event.key === "ArrowUp" ? -1 : 1);
  }

  focusIn(block) {
    const fields = [...(block?.querySelectorAll("[contenteditable], input:not([type=hidden]), textarea") ?? [])];
    fields.find((field) => field.checkVisibility())?.focus();
  }

  changed() {
    this.form.dispatchEvent(new Event("change", { bubbles: false }));
  }

  say(text, wrong = false) {
    this.output.className = wrong ? "saved error" : "saved";
    this.output.textContent = text;
  }
}

customElements.define("post-composer", PostComposer);
