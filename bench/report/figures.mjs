/** With three digits that count, and thousands apart. @param {number} value */
export function toFigure(value) {
  if (value >= 100) return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  return value.toFixed(value >= 10 ? 1 : 2);
}

/** Its median, least and greatest value. @param {import('../measure/statistics.mjs').Spread} spread */
export function toRatio({ median, min, max }) {
  return `${toFigure(median)} (${toFigure(min)}-${toFigure(max)})`;
}
