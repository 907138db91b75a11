/** Search as one types. */
import { byId, el } from "./dom.mjs";
import { matching } from "./graph.mjs";
import { glyph } from "./shapes.mjs";

const MOST = 12;

/**
 * @param {import("./model.mjs").Model} model
 * @param {import("./page.mjs").Told} told
 */
export function startSearch(model, told) {
  const [input, list] = [/** @type {HTMLInputElement} */ (byId("search")), byId("hits")];
  /** @type {import("./model.mjs").Node[]} */
  let found = [];
  let at = 0;

  const mark = () => {
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    const row = list.children[at];
    if (row && found.length) {
      input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  };
  const take = (/** @type {number} */ index) => {
    if (!found[index]) return;
    close();
    input.value = "";
    told.picked(found[index].place, true);
  };
  const search = () => {
    found = matching(model, input.value, MOST).map((place) => model.node(place));
    at = 0;
    const rows = found.map((node, index) =>
      el(
        "li",
        { role: "option", id: `hit-${index}`, onmousedown: (/** @type {Event} */ event) => { event.preventDefault(); take(index); } },
        glyph(node.layer, model.layers),
        el("span", {}, node.name, el("small", { text: ` ${node.kind}` })),
        el("small", { text: node.owning.length ? node.owning[0] : node.owned === "unowned" ? "no owner" : "" }),
      ));
    const none = input.value.trim() && !found.length ? [el("li", { class: "quiet", text: "Nothing on this map is called so." })] : [];
    list.replaceChildren(...rows, ...none);
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  };

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { if (input.value) search(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = found.length ? (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length : 0;
      mark();
    } else if (event.key === "Enter") take(at);
    else if (event.key === "Escape") {
      close();
      input.value = "";
      input.blur();
    }
  });
}
