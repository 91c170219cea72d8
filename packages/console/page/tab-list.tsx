import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';

/** The properties of {@link TabList}. */
export interface TabListProps<Id extends string> {
  /** What a screen reader calls the list. */
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly label: string }[];
  readonly selected: Signal<Id>;
}

/**
 * Tabs that arrow keys move through, as the ARIA pattern "tabs" has it. The panel of the tab `x` is the element with the id `panel-x`
 * and the role `tabpanel`.
 */
export function TabList<Id extends string>({ label, tabs, selected }: TabListProps<Id>): JSX.Element {
  const move = (event: KeyboardEvent): void => {
    const index = tabs.findIndex(({ id }) => id === selected.value);
    const last = tabs.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: index === last ? 0 : index + 1,
      ArrowLeft: index === 0 ? last : index - 1,
      Home: 0,
      End: last,
    };
    const target = tabs[targets[event.key] ?? -1];
    if (target === undefined) return;
    event.preventDefault();
    selected.value = target.id;
    document.getElementById(`tab-${target.id}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} class="tabs">
      {tabs.map(({ id, label: text }) => (
        <button
          type="button"
          key={id}
          id={`tab-${id}`}
          role="tab"
          aria-selected={selected.value === id}
          aria-controls={`panel-${id}`}
          tabIndex={selected.value === id ? 0 : -1}
          onClick={() => {
            selected.value = id;
          }}
          onKeyDown={move}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
