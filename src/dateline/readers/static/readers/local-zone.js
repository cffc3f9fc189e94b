// <local-zone>: the one place that shows the time in the event's zone, in the reader's, and in UTC.
const language = document.documentElement.lang || undefined;

customElements.define("local-zone", class extends HTMLElement {
  connectedCallback() {
    this.draw();
    this.timer = setInterval(() => this.draw(), 10e3);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  draw() {
    const { zone, place, yours } = this.dataset, now = new Date();
    const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const clock = (timeZone) => now.toLocaleTimeString(language, { timeZone, hour: "2-digit", minute: "2-digit", hour12: false });
    const zones = [[place, zone], [yours, mine], ["UTC", "UTC"]];
    const apart = zones.filter(([, name], at) => at != 1 || (name && clock(name) != clock(zone)));
    this.replaceChildren(...apart.map(([name, timeZone]) => {
      const part = document.createElement("span"), value = document.createElement("b");
      value.textContent = clock(timeZone);
      part.append(`${name} `, value);
      return part;
    }));
  }
});
