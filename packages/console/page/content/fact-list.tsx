import type { JSX } from 'preact';

/** Facts by name, as a list. Those that are `undefined` are omitted. */
export function FactList({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: string | undefined])[];
}): JSX.Element {
  return (
    <dl class="facts">
      {facts.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
