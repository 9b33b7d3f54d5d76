// Draws a network on a canvas: move it, change its size, look at one organisation. It knows nothing of the page.
// Places, colours and words come from the server; nothing moves by itself.

const INK = "#211f1b", PAPER = "#ffffff", LINE = "#8a8378", MUTED = "#655f56", ACCENT = "#0b6166";
const FONT = '"Source Sans 3", "Until then", "Noto Sans", Arial, sans-serif';
/** Names at most; on the whole map, and however large it is drawn. */
const NAMES = 45, MOST_NAMES = 160;
/** More links than this are drawn thinner and paler, so that they do not become a surface. */
const MANY = 700;
/** A frame that takes longer than this (ms) is moved as a picture, and drawn again when the hand rests. */
const SLOW = 10;
/** How far beyond the window a picture reaches that is moved, as a share of the window. */
const AROUND = 0.5;

export class MapCanvas {
  /** @param host element that holds the canvas. @param told called with an index (or -1) when somebody looks at a mark.
   *  @param moved called when another part of the map is shown. */
  constructor(host, told, moved) {
    this.host = host;
    this.told = told;
    this.moved = moved;
    this.canvas = document.createElement("canvas");
    this.still = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    host.append(this.canvas);
    this.data = null;
    this.looked = -1;
    this.hovered = -1;
    this.pointers = new Map();
    this.centre = { x: 0, y: 0 };
    this.scale = 1;
    this.whole = true;
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.canvas);
  }

  /** Show other data; the part of the map that is shown stays, if there is one. */
  show(data) {
    this.data = data;
    this.near = data.nodes.map(() => new Set());
    for (const [a, b] of data.lines) {
      this.near[a].add(b);
      this.near[b].add(a);
    }
    this.labels = data.nodes.map((node) => ({ text: node.label, width: 0 }));
    this.looked = this.hovered = -1;
    this.resize();
    if (this.whole) this.all();
    this.ask();
  }

  // -- what is shown ----------------------------------------------------------------------------------------------

  get fit() {
    const { width, height } = this.data;
    return Math.max(0.05, Math.min((this.width - 24) / (width + 60), (this.height - 24) / (height + 40)));
  }

  get view() {
    return `${Math.round(this.centre.x)},${Math.round(this.centre.y)},${(this.scale / this.fit).toFixed(2)}`;
  }

  set view(text) {
    const [x, y, zoom] = text.split(",").map(Number);
    if (![x, y, zoom].every(Number.isFinite)) return;
    this.whole = false;
    this.centre = { x, y };
    this.scale = this.fit * Math.min(Math.max(zoom, 0.3), 30);
    this.ask();
  }

  all() {
    this.centre = { x: this.data.width / 2 + 20, y: this.data.height / 2 };
    this.scale = this.fit;
    this.whole = true;
    this.change();
  }

  pan(x, y) {
    this.whole = false;
    this.centre.x -= x / this.scale;
    this.centre.y -= y / this.scale;
    this.change(true);
  }

  /** Change the size around a point of the window. */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    this.whole = false;
    const before = this.map(x, y);
    this.scale = Math.min(Math.max(this.scale * factor, this.fit * 0.3), this.fit * 30);
    const after = this.map(x, y);
    this.centre.x += before.x - after.x;
    this.centre.y += before.y - after.y;
    this.change();
  }

  /** Look at a mark (its index, or -1); bring it into the window if `come`. */
  look(index, come = false) {
    this.looked = index;
    if (come && index >= 0) {
      const [x, y] = this.window(this.data.nodes[index]);
      if (x < 40 || y < 40 || x > this.width - 40 || y > this.height - 40) {
        this.centre = { x: this.data.nodes[index].x, y: this.data.nodes[index].y };
        this.whole = false;
        this.change();
      }
    }
    this.ask();
  }

  change(moving = false) {
    this.moving = moving && this.took > SLOW && this.shot !== undefined;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.moving = false;
      this.ask();
      this.moved();
    }, 160);
    this.ask();
  }

  // -- from the map to the window and back --------------------------------------------------------------------------

  window({ x, y }) {
    return [(x - this.centre.x) * this.scale + this.width / 2, (y - this.centre.y) * this.scale + this.height / 2];
  }

  map(x, y) {
    return { x: (x - this.width / 2) / this.scale + this.centre.x, y: (y - this.height / 2) / this.scale + this.centre.y };
  }

  /** Marks grow more slowly than the map, so that they part when it gets larger. */
  radius(node) {
    return Math.max(2.2, node.r * this.fit * Math.sqrt(this.scale / this.fit) * 1.1);
  }

  resize() {
    const box = this.canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    if (!box.width || (box.width === this.width && box.height === this.height && ratio === this.ratio)) return;
    const zoom = this.data && this.width && !this.whole ? this.scale / this.fit : 0;
    [this.width, this.height, this.ratio] = [box.width, box.height, ratio];
    this.canvas.width = Math.round(box.width * ratio);
    this.canvas.height = Math.round(box.height * ratio);
    this.shot = undefined;
    if (zoom) this.scale = this.fit * zoom;
    else if (this.data) this.all();
    this.ask();
  }

  // -- drawing ------------------------------------------------------------------------------------------------------

  /** Draw with the next frame. */
  ask() {
    if (this.asked || !this.data || !this.width) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.frame();
    });
  }

  frame() {
    const context = this.canvas.getContext("2d");
    const { ratio, width, height } = this;
    if (this.moving) {
      const [x, y] = this.window(this.shot);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = PAPER;
      context.fillRect(0, 0, this.canvas.width, this.canvas.height);
      context.drawImage(this.still, x * ratio - this.still.width / 2, y * ratio - this.still.height / 2);
      if (this.covers(x - width / 2, y - height / 2)) return;
    }
    const began = performance.now();
    // Drawn beyond the window, so that the picture can be moved.
    const around = this.took > SLOW ? AROUND : 0;
    this.still.width = Math.round(width * (1 + 2 * around) * ratio);
    this.still.height = Math.round(height * (1 + 2 * around) * ratio);
    const paper = this.still.getContext("2d");
    paper.setTransform(ratio, 0, 0, ratio, width * around * ratio, height * around * ratio);
    this.reach = [-width * around, -height * around, width * (1 + around), height * (1 + around)];
    this.paint(paper);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.still, Math.round(-width * around * ratio), Math.round(-height * around * ratio));
    this.shot = { ...this.centre };
    this.took = performance.now() - began;
  }

  /** Whether the picture still covers the window when it is moved by x, y. */
  covers(x, y) {
    const [left, top] = this.reach;
    return Math.abs(x) <= -left && Math.abs(y) <= -top;
  }

  paint(context) {
    const { nodes, lines, styles, top, apart } = this.data;
    const [left, up, right, down] = this.reach;
    context.fillStyle = PAPER;
    context.fillRect(left, up, right - left, down - up);
    const at = nodes.map((node) => this.window(node));
    const chosen = this.hovered >= 0 ? this.hovered : this.looked;
    if (top !== null) {
      const [, y] = this.window({ x: 0, y: top + 4 });
      context.strokeStyle = LINE;
      context.lineWidth = 0.8;
      context.beginPath();
      context.moveTo(left, y);
      context.lineTo(right, y);
      context.stroke();
      context.fillStyle = MUTED;
      context.font = `13px ${FONT}`;
      context.textAlign = "left";
      context.fillText(apart, Math.max(8, this.window({ x: 0, y: 0 })[0]), y - 6);
    }
    const groups = styles.map(() => [[], []]);
    for (const line of lines) {
      const [[ax, ay], [bx, by]] = [at[line[0]], at[line[1]]];
      if (Math.max(ax, bx) < left || Math.min(ax, bx) > right || Math.max(ay, by) < up || Math.min(ay, by) > down) continue;
      groups[line[2]][chosen < 0 || line[0] === chosen || line[1] === chosen ? 1 : 0].push(line);
    }
    const thin = chosen < 0 ? Math.min(1, Math.sqrt(MANY / lines.length) * Math.sqrt(this.scale / this.fit)) : 1;
    for (const strong of [0, 1]) {
      styles.forEach((style, i) => this.strokes(context, groups[i][strong], style, strong ? thin : Math.min(0.12, 300 / lines.length), at));
    }
    const weak = (i) => chosen >= 0 && i !== chosen && !this.near[chosen].has(i);
    nodes.forEach((node, i) => this.mark(context, node, at[i], weak(i) ? 0.25 : 1, i === this.looked || i === this.hovered));
    context.globalAlpha = 1;
    this.names(context, at, chosen);
  }

  strokes(context, lines, style, strength, at) {
    if (!lines.length) return;
    const { nodes } = this.data;
    const width = Math.max(0.5, style.width * Math.min(1.5, Math.max(0.7, this.scale)) * Math.max(strength, 0.5));
    context.strokeStyle = context.fillStyle = style.colour;
    context.lineWidth = width;
    context.globalAlpha = style.opacity * strength;
    context.setLineDash(style.dash ? style.dash.split(" ").map(Number) : []);
    const heads = [];
    for (const [a, b, , bend] of lines) {
      const [[ax, ay], [bx, by]] = [at[a], at[b]];
      context.beginPath();
      context.moveTo(ax, ay);
      const [cx, cy] = [(ax + bx) / 2 + (by - ay) * bend, (ay + by) / 2 - (bx - ax) * bend];
      if (style.arrow) {
        const length = Math.hypot(bx - cx, by - cy) || 1;
        const [ux, uy] = [(bx - cx) / length, (by - cy) / length];
        const gap = this.radius(nodes[b]) * 1.3 + 1, head = 5 + 1.2 * width;
        const [tx, ty] = [bx - ux * gap, by - uy * gap];
        heads.push([tx, ty, tx - ux * head, ty - uy * head, uy * head * 0.42, ux * head * 0.42]);
        context.quadraticCurveTo(cx, cy, tx - ux * head, ty - uy * head);
      } else if (bend) context.quadraticCurveTo(cx, cy, bx, by);
      else context.lineTo(bx, by);
      context.stroke();
    }
    context.setLineDash([]);
    for (const [tx, ty, x, y, wx, wy] of heads) {
      context.beginPath();
      context.moveTo(tx, ty);
      context.lineTo(x - wx, y + wy);
      context.lineTo(x + wx, y - wy);
      context.fill();
    }
  }

  mark(context, node, [x, y], strength, ringed) {
    const [left, up, right, down] = this.reach, r = this.radius(node);
    if (x < left - 30 || y < up - 30 || x > right + 30 || y > down + 30) return;
    context.globalAlpha = strength;
    context.beginPath();
    const corners = this.data.shapes[node.shape];
    if (corners.length) {
      corners.forEach(([dx, dy], i) => (i ? context.lineTo(x + r * dx, y + r * dy) : context.moveTo(x + r * dx, y + r * dy)));
      context.closePath();
    } else context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = node.fill;
    context.fill();
    context.strokeStyle = INK;
    context.lineWidth = node.outline === "hollow" ? 1.6 : 1.1;
    context.setLineDash(node.outline === "dotted" ? [1.6, 1.8] : []);
    context.stroke();
    context.setLineDash([]);
    if (!ringed) return;
    context.beginPath();
    context.arc(x, y, r * 1.6 + 4, 0, 2 * Math.PI);
    context.strokeStyle = ACCENT;
    context.lineWidth = 3;
    context.stroke();
  }

  /** Write names where there is room: those that are looked at first, then the most important. */
  names(context, at, chosen) {
    const { nodes, order, named } = this.data;
    const [left, up, right, down] = this.reach;
    const first = chosen < 0 ? [] : [chosen, ...this.near[chosen]];
    const taken = [];
    context.font = `13px ${FONT}`;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const most = first.length + Math.min(MOST_NAMES, NAMES * (this.scale / this.fit) ** 1.5);
    let written = 0;
    for (const i of new Set([...first, ...(named && chosen < 0 ? order : [])])) {
      if (written >= most) break;
      const [x, y] = at[i];
      if (x < left || y < up || x > right || y > down) continue;
      const label = this.labels[i];
      label.width ||= context.measureText(label.text).width;
      const gap = this.radius(nodes[i]) * 1.3 + 4;
      // To the right of the mark, else to its left, below or above.
      const spots = [[x + gap, y], [x - gap - label.width, y], [x - label.width / 2, y + gap + 5], [x - label.width / 2, y - gap - 5]];
      const inside = x > 0 && x < this.width;
      const free = ([sx, sy]) => (!inside || (sx > 0 && sx + label.width < this.width)) && taken.every((t) => sx > t[2] || sx + label.width < t[0] || sy - 8 > t[3] || sy + 8 < t[1]);
      const spot = spots.find(free) ?? (i === chosen ? spots[0] : undefined);
      if (!spot) continue;
      taken.push([spot[0] - 2, spot[1] - 8, spot[0] + label.width + 2, spot[1] + 8]);
      context.strokeStyle = PAPER;
      context.lineWidth = 3;
      context.strokeText(label.text, ...spot);
      context.fillStyle = INK;
      context.fillText(label.text, ...spot);
      written += 1;
    }
    context.textBaseline = "alphabetic";
  }

  // -- hand, mouse, keys --------------------------------------------------------------------------------------------

  /** Return the mark at a point of the window, -1 where there is none. */
  at(x, y, reach) {
    let [best, index] = [Infinity, -1];
    this.data.nodes.forEach((node, i) => {
      const [nx, ny] = this.window(node);
      const distance = Math.hypot(nx - x, ny - y) - this.radius(node);
      if (distance < reach && distance < best) [best, index] = [distance, i];
    });
    return index;
  }

  listen() {
    const { canvas, pointers } = this;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (!this.data) return;
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, place(event));
      this.dragged = pointers.size > 1;
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!this.data) return;
      const now = place(event), before = pointers.get(event.pointerId);
      if (!before) {
        if (event.pointerType === "mouse") this.hover(this.at(now.x, now.y, 8));
        return;
      }
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const spread = (p) => Math.hypot(p.x - other.x, p.y - other.y) || 1;
        this.zoom(spread(now) / spread(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
      } else if (this.dragged || Math.hypot(now.x - before.x, now.y - before.y) > 4) {
        this.dragged = true;
        this.pan(now.x - before.x, now.y - before.y);
      } else return;
      pointers.set(event.pointerId, now);
    });
    const end = (event) => {
      const there = pointers.get(event.pointerId);
      pointers.delete(event.pointerId);
      if (!there || this.dragged || event.type === "pointercancel") return;
      const index = this.at(there.x, there.y, event.pointerType === "mouse" ? 8 : 22);
      this.look(index);
      this.told(index, true);
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", () => this.hover(-1));
    canvas.addEventListener(
      "wheel",
      (event) => {
        // A wheel turns the page; with Ctrl, and by pinching on a touchpad, it changes the size.
        if (!this.data || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        const { x, y } = place(event);
        this.zoom(Math.exp(-event.deltaY / 240), x, y);
      },
      { passive: false },
    );
    this.host.addEventListener("keydown", (event) => {
      const act = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", "+": "in", "=": "in", "-": "out", 0: "all", Escape: "none" }[event.key];
      if (!act || !this.data || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.act(act);
    });
  }

  hover(index) {
    if (index === this.hovered) return;
    this.hovered = index;
    this.canvas.classList.toggle("near", index >= 0);
    this.ask();
    this.told(index >= 0 ? index : this.looked, false);
  }

  act(name) {
    const step = 60;
    if (name === "in") this.zoom(1.4);
    else if (name === "out") this.zoom(1 / 1.4);
    else if (name === "all") this.all();
    else if (name === "none") {
      this.look(-1);
      this.told(-1, true);
    } else {
      const [x, y] = { left: [step, 0], right: [-step, 0], up: [0, step], down: [0, -step] }[name];
      this.pan(x, y);
    }
  }
}
