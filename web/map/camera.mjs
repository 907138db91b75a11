/** What part of a picture is seen, and how fingers, mouse and wheel change it. */

/** @typedef {{ x: number, y: number, scale: number }} View the middle, and how many pixels a unit has */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

const CLOSEST = 2.2;
const STILL = 5; // pixels that a finger may move and still tap
const GLIDE = 260;

/** The view of a picture on an element. */
export class Camera {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.x = this.y = 0;
    this.scale = 1;
    this.width = this.height = 1;
    this.farthest = 0.01;
    this.gliding = 0;
  }

  /** @returns {View} */
  view() { return { x: this.x, y: this.y, scale: this.scale }; }

  /** @param {View} view */
  look({ x, y, scale }) {
    this.x = x;
    this.y = y;
    this.scale = Math.min(CLOSEST, Math.max(this.farthest, scale));
    this.changed();
  }

  /** Give what is seen, in the units of the picture. @returns {Box} */
  box() {
    const [half, tall] = [this.width / 2 / this.scale, this.height / 2 / this.scale];
    return { left: this.x - half, top: this.y - tall, right: this.x + half, bottom: this.y + tall };
  }

  /**
   * Give the point of the picture under a point of the element.
   * @param {number} across
   * @param {number} down
   */
  under(across, down) {
    return { x: this.x + (across - this.width / 2) / this.scale, y: this.y + (down - this.height / 2) / this.scale };
  }

  /**
   * Zoom, and keep a point of the element where it is.
   * @param {number} factor
   * @param {number} [across]
   * @param {number} [down]
   */
  zoom(factor, across = this.width / 2, down = this.height / 2) {
    const fixed = this.under(across, down);
    const scale = Math.min(CLOSEST, Math.max(this.farthest, this.scale * factor));
    this.look({ x: fixed.x - (across - this.width / 2) / scale, y: fixed.y - (down - this.height / 2) / scale, scale });
  }

  /**
   * @param {number} right in pixels
   * @param {number} down
   */
  move(right, down) { this.look({ x: this.x + right / this.scale, y: this.y + down / this.scale, scale: this.scale }); }

  /**
   * Bring a box into view, in a short glide unless that is not wanted.
   * @param {Box} box
   * @param {number} closest
   * @param {boolean} animate
   * @param {number} below pixels that something covers at the bottom
   */
  frame(box, closest, animate, below = 0) {
    const scale = Math.min((this.width - 24) / Math.max(1, box.right - box.left), (this.height - 24 - below) / Math.max(1, box.bottom - box.top), closest);
    this.glide({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + below / 2 / scale, scale }, animate);
  }

  /**
   * @param {View} to
   * @param {boolean} animate
   */
  glide(to, animate) {
    cancelAnimationFrame(this.gliding);
    if (!animate) {
      this.look(to);
      return;
    }
    const from = this.view();
    const began = performance.now();
    const step = (/** @type {number} */ now) => {
      const part = Math.min(1, Math.max(0, (now - began) / GLIDE));
      const eased = part * part * (3 - 2 * part);
      const scale = from.scale * (to.scale / from.scale) ** eased;
      const way = Math.abs(to.scale / from.scale - 1) < 1e-3 ? eased : (1 / scale - 1 / from.scale) / (1 / to.scale - 1 / from.scale);
      this.look({ x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way, scale });
      if (part < 1) this.gliding = requestAnimationFrame(step);
    };
    this.gliding = requestAnimationFrame(step);
  }

  /**
   * Listen to an element.
   * @param {HTMLElement} element
   * @param {{ tapped: (x: number, y: number) => void, twice: (x: number, y: number) => void, hovered: (x: number, y: number) => void, left: () => void }} told
   */
  listen(element, told) {
    /** @type {Map<number, { x: number, y: number }>} */
    const fingers = new Map();
    let travelled = 0;
    const at = (/** @type {MouseEvent} */ event) => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    element.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      cancelAnimationFrame(this.gliding);
      if (!fingers.size) travelled = 0;
      fingers.set(event.pointerId, at(event));
      element.setPointerCapture(event.pointerId);
    });
    element.addEventListener("pointermove", (event) => {
      const [now, was] = [at(event), fingers.get(event.pointerId)];
      if (!was) {
        told.hovered(now.x, now.y);
        return;
      }
      const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, finger]) => finger);
      fingers.set(event.pointerId, now);
      travelled += Math.abs(now.x - was.x) + Math.abs(now.y - was.y);
      if (others.length) this.pinch(others[0], was, now);
      else if (travelled > STILL) {
        told.left();
        this.move(was.x - now.x, was.y - now.y);
      }
    });
    const lift = (/** @type {PointerEvent} */ event) => {
      const there = fingers.delete(event.pointerId);
      if (there && event.type === "pointerup" && !fingers.size && travelled <= STILL) told.tapped(at(event).x, at(event).y);
    };
    element.addEventListener("pointerup", lift);
    element.addEventListener("pointercancel", lift);
    element.addEventListener("pointerleave", () => told.left());
    element.addEventListener("dblclick", (event) => told.twice(at(event).x, at(event).y));
    element.addEventListener("wheel", (event) => {
      event.preventDefault();
      cancelAnimationFrame(this.gliding);
      const turned = event.deltaY * (event.deltaMode === 1 ? 18 : 1);
      this.zoom(Math.exp(-Math.max(-240, Math.min(240, turned)) * (event.ctrlKey ? 0.01 : 0.0016)), at(event).x, at(event).y);
    }, { passive: false });
  }

  /**
   * Zoom and move as two fingers do, of which one rests.
   * @param {{ x: number, y: number }} resting
   * @param {{ x: number, y: number }} was
   * @param {{ x: number, y: number }} now
   */
  pinch(resting, was, now) {
    const reach = (/** @type {{ x: number, y: number }} */ one) => Math.max(8, Math.hypot(one.x - resting.x, one.y - resting.y));
    this.move((was.x - now.x) / 2, (was.y - now.y) / 2);
    this.zoom(reach(now) / reach(was), (resting.x + now.x) / 2, (resting.y + now.y) / 2);
  }
}
