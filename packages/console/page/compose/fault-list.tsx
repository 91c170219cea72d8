import type { JSX } from 'preact';
import { draftEditor } from './draft-editor.js';
import type { DraftFault } from './draft-fault.js';
import { draftFaults } from './draft-faults.js';

/** How many faults are listed: a mistake in each of many operations would fill the page. */
const MAX_SHOWN = 50;

/** The faults of the draft. A click on one selects its place in the editor. */
export function FaultList(): JSX.Element | null {
  const faults = draftFaults.value;
  if (faults === undefined || faults.length === 0) return null;
  const more = faults.length - MAX_SHOWN;
  return (
    <section class="faults" aria-label="Faults in the batch">
      <ul>
        {faults.slice(0, MAX_SHOWN).map((fault) => (
          <li key={`${fault.pointer} ${fault.code} ${fault.start}`}>
            <button type="button" onClick={() => jumpTo(fault)}>
              <span class="mark" aria-hidden="true">
                ✕
              </span>
              <span class="place">
                line {fault.line}, column {fault.column}
              </span>
              <span class="what">{fault.detail}</span>
              {fault.pointer === '#' ? null : <code>{pathOf(fault.pointer)}</code>}
            </button>
          </li>
        ))}
      </ul>
      {more > 0 ? <p class="soft">and {more} more</p> : null}
    </section>
  );
}

function jumpTo({ start, end }: DraftFault): void {
  draftEditor.value?.select({ start, end });
  draftEditor.value?.focus();
}

/** Returns the path without percent-encoding; as it is, if its encoding is not valid. */
function pathOf(pointer: string): string {
  try {
    return decodeURIComponent(pointer.slice(1));
  } catch {
    return pointer.slice(1);
  }
}
