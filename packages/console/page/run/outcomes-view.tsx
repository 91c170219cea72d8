import type { JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Run } from '../model/run.js';
import { selectedIndex } from '../model/selection.js';
import { GroupDetail } from './group-detail.js';
import { OutcomeDetail } from './outcome-detail.js';
import { OutcomeTable } from './outcome-table.js';
import { groups, openGroup } from './run-state.js';

/** The outcomes of a run as a list, and beside it what is open: one outcome, or a group of failures. */
export function OutcomesView({ run }: { readonly run: Run }): JSX.Element {
  const table = useRef<HTMLTableElement>(null) as RefObject<HTMLTableElement>;
  const detail = useRef<HTMLDivElement>(null);
  void run.rows.version.value;
  const index = selectedIndex.value;
  const group = groups.value.find(({ key }) => key === openGroup.value);
  const isOpen = index !== undefined || group !== undefined;
  const opened = index ?? group?.key;
  useEffect(() => {
    if (opened === undefined) return;
    detail.current?.scrollIntoView({ block: 'nearest' });
    // The focus was on a link of the detail that was open before, which has been removed.
    if (document.activeElement === document.body) detail.current?.focus();
  }, [opened]);
  const close = (): void => {
    selectedIndex.value = undefined;
    openGroup.value = undefined;
    table.current?.focus();
  };
  return (
    <div class={isOpen ? 'outcomes open' : 'outcomes'}>
      <OutcomeTable run={run} table={table} close={close} />
      {isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: a key that closes it, besides the button
        <div
          class="detail"
          ref={detail}
          tabIndex={-1}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
          }}
        >
          <button type="button" class="close" aria-label="Close" onClick={close}>
            <span aria-hidden="true">✕</span>
          </button>
          {index === undefined ? (
            group && <GroupDetail run={run} group={group} />
          ) : (
            <OutcomeDetail run={run} index={index} key={index} />
          )}
        </div>
      )}
    </div>
  );
}
