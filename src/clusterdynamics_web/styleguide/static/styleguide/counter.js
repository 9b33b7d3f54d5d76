// An Alpine component under a strict policy: its code stands here, the page only names it.
document.addEventListener("alpine:init", () => {
  window.Alpine.data("counter", () => ({
    n: 0,
    more() {
      this.n += 1;
    },
    get words() {
      return `Tapped: ${this.n}`;
    },
    get many() {
      return this.n > 1;
    },
  }));
});
