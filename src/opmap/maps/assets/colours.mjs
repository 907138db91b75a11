/** The colours of the page, as the style sheet has them for light and dark. */

const NAMES = {
  page: "--page", ink: "--ink", muted: "--muted", box: "--box", vague: "--vague", department: "--department", team: "--team",
  fieldLine: "--field-line", link: "--link", falls: "--falls", needs: "--needs", way: "--way", risk: "--risk", riskInk: "--risk-ink",
  warn: "--warn", warnField: "--warn-field", fallsTint: "--falls-tint", lessTint: "--less-tint", needsTint: "--needs-tint", accent: "--accent",
};

export function readColours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(Object.entries(NAMES).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]));
}
