import type { JSX } from 'preact';
import type { Run } from '../model/run.js';
import { selectedIndex } from '../model/selection.js';

/** A response may name any number of causes. */
const MAX_SHOWN = 20;

/** Links to the operations, and the groups of operations, because of which others did not run. */
export function BecauseLinks({
  run,
  names,
}: {
  readonly run: Run;
  readonly names: readonly string[];
}): JSX.Element {
  return (
    <p class="because">
      Because of{' '}
      {names.slice(0, MAX_SHOWN).map((name) => {
        const cause = run.operations.find(({ id, atomicityGroup }) => id === name || atomicityGroup === name);
        if (cause === undefined) return <code key={name}>{name} </code>;
        return (
          <button
            type="button"
            class="link"
            key={name}
            onClick={() => {
              selectedIndex.value = cause.index;
            }}
          >
            {name} ({cause.method} {cause.url})
          </button>
        );
      })}
      {names.length > MAX_SHOWN && `and ${names.length - MAX_SHOWN} more`}
    </p>
  );
}
