const LF = 0x0a;
const CR = 0x0d;

/**
 * Returns valid JSON without line breaks and the indentation after them. Inside of strings there are none: JSON does not allow
 * control characters there.
 */
export function toOneLine(json: Uint8Array): Uint8Array {
  if (!json.includes(LF) && !json.includes(CR)) return json;
  const kept = new Uint8Array(json.length);
  let length = 0;
  let isIndentation = false;
  // By index: an iterator would take ten times as long.
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] as number;
    if (byte === LF || byte === CR) isIndentation = true;
    else if (!isIndentation || (byte !== 0x20 && byte !== 0x09)) {
      isIndentation = false;
      kept[length] = byte;
      length += 1;
    }
  }
  return kept.subarray(0, length);
}
