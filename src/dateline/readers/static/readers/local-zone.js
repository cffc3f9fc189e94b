// <local-zone>: the one place that shows the time in the event's zone, in the reader's, and in UTC.
const language = document.documentElement.lang || undefined;

customElements.define("local-zone", class extends HTMLElement {
  connectedCallback() {
    try {
      this.draw();
    } catch {
      return; // A zone this browser does not know: what the server wrote stays.
    }
    this.timer = setInterval(() => this.draw(), 10e3);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  draw() {
    const { zone, place, yours } = this.dataset, now = new Date();
    const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const clock = (timeZone) => now.toLocaleTimeString(language, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const zones = [[place, zone]];
    if (mine && clock(mine) != clock(zone)) zones.push([yours, mine]);
    if (place != "UTC") zones.push(["UTC", "UTC"]);
    this.replaceChildren(...zones.map(([name, timeZone]) => {
      const part = document.createElement("span"), value = document.createElement("b");
      value.textContent = clock(timeZone);
      part.append(`${name} `, value);
      return part;
    }));
  }
});
