/** Pictures that take long to paint: painted a slice at a time beside the one that is seen, so that no frame waits. */

/** @typedef {import("./camera.mjs").View} View */
/** @typedef {(ctx: CanvasRenderingContext2D, view: View) => Generator<void, void, void>} Painter */

/**
 * What a frame may spend. Time alone would not do: what a step says to the canvas is drawn
 * later, when no clock of ours runs, and takes several times as long as to say it.
 * @typedef {{ steps: number, time: number }} Budget
 */

/** One layer: what was painted last, and what is being painted. */
export class Layer {
  /** @param {Painter} painter */
  constructor(painter) {
    this.painter = painter;
    this.front = document.createElement("canvas");
    this.back = document.createElement("canvas");
    /** @type {View | null} */
    this.view = null;
    /** @type {Generator<void, void, void> | null} */
    this.work = null;
    /** @type {View | null} */
    this.coming = null;
    this.stale = true;
    this.ratio = 1;
  }

  /** Paint anew. */
  renew() {
    this.stale = true;
    this.work = null;
  }

  /** Show nothing. */
  clear() {
    this.renew();
    this.view = null;
  }

  /**
   * Go on for so many steps and milliseconds; say whether the picture is that of the view.
   * @param {View} view
   * @param {{ width: number, height: number, ratio: number }} size
   * @param {Budget} budget
   */
  paint(view, { width, height, ratio }, { steps, time }) {
    if (!this.stale && same(view, this.view) && this.front.width === Math.round(width * ratio)) return true;
    if (!this.work) this.begin(view, width, height, ratio);
    const until = performance.now() + time;
    const work = /** @type {Generator<void, void, void>} */ (this.work);
    for (let left = steps; left > 0 && performance.now() < until; left -= 1) {
      if (work.next().done) {
        [this.front, this.back, this.view, this.work] = [this.back, this.front, this.coming, null];
        this.stale = false;
        return same(view, this.view);
      }
    }
    return false;
  }

  /**
   * @param {View} view
   * @param {number} width
   * @param {number} height
   * @param {number} ratio
   */
  begin(view, width, height, ratio) {
    this.back.width = Math.round(width * ratio);
    this.back.height = Math.round(height * ratio);
    const ctx = /** @type {CanvasRenderingContext2D} */ (this.back.getContext("2d"));
    const scale = view.scale * ratio;
    ctx.setTransform(scale, 0, 0, scale, this.back.width / 2 - view.x * scale, this.back.height / 2 - view.y * scale);
    this.coming = view;
    this.work = this.painter(ctx, view);
    this.stale = false;
  }

  /**
   * Lay the picture where it belongs in a view.
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {number} ratio
   */
  lay(ctx, view, ratio) {
    if (!this.view) return;
    const grown = view.scale / this.view.scale;
    const [width, height] = [this.front.width * grown, this.front.height * grown];
    const across = ctx.canvas.width / 2 + (this.view.x - view.x) * view.scale * ratio - width / 2;
    const down = ctx.canvas.height / 2 + (this.view.y - view.y) * view.scale * ratio - height / 2;
    if (grown === 1) ctx.drawImage(this.front, Math.round(across), Math.round(down));
    else ctx.drawImage(this.front, across, down, width, height);
  }
}

/**
 * @param {View} one
 * @param {View | null} other
 */
function same(one, other) {
  return Boolean(other) && one.x === other?.x && one.y === other.y && one.scale === other.scale;
}
