import type { Inspection } from '@multistatus/inspect';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { StateMark } from '../state-mark.js';
import { countLines, type ExplainLine, lineAt } from './explain-line.js';
import { ResponseDetail } from './response-detail.js';
import { visibleLines } from './visible-lines.js';

/** The height of a line in pixels, as in explain.css. */
const LINE_HEIGHT = 36;
/** The most characters of a description that a line shows. */
const MAX_DESCRIPTION = 300;

/** The responses of a 207, failed ones first. Only the lines that can be seen are in the document. */
export function ResponseTable({ inspection }: { readonly inspection: Inspection }): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const window = useSignal({ top: 0, height: 600 });
  const opened = useSignal<number | undefined>(undefined);
  const count = countLines(inspection);

  const measure = (): void => {
    const { scrollTop = 0, clientHeight = 600 } = scroller.current ?? {};
    window.value = { top: scrollTop, height: clientHeight };
  };
  useEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  const { first, end, before, after } = visibleLines(count, { ...window.value, lineHeight: LINE_HEIGHT });
  const drawn = Array.from({ length: end - first }, (_, offset) => first + offset);
  return (
    <section aria-label="Responses" class={opened.value === undefined ? 'responses' : 'responses open'}>
      <div class="response-list" ref={scroller} onScroll={measure}>
        <table aria-rowcount={count + 1}>
          <TableHead />
          <tbody>
            {before > 0 && <Spacer height={before} />}
            {drawn.map((number) => {
              const line = lineAt(inspection, number);
              const isOpened = opened.value === number;
              return (
                line && (
                  <ResponseLine
                    key={number}
                    number={number}
                    line={line}
                    isOpened={isOpened}
                    onToggle={() => {
                      opened.value = isOpened ? undefined : number;
                    }}
                  />
                )
              );
            })}
            {after > 0 && <Spacer height={after} />}
          </tbody>
        </table>
      </div>
      {opened.value !== undefined && (
        <ResponseDetail
          key={opened.value}
          inspection={inspection}
          number={opened.value}
          onClose={() => {
            opened.value = undefined;
          }}
        />
      )}
    </section>
  );
}

function TableHead(): JSX.Element {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col">Status</th>
        <th scope="col">Resource</th>
        <th scope="col" class="wide">
          Description
        </th>
      </tr>
    </thead>
  );
}

function ResponseLine({
  number,
  line: { state, status, id, resource, description },
  isOpened,
  onToggle,
}: {
  readonly number: number;
  readonly line: ExplainLine;
  readonly isOpened: boolean;
  readonly onToggle: () => void;
}): JSX.Element {
  return (
    <tr aria-rowindex={number + 2} class={isOpened ? 'opened' : ''}>
      <td>
        <StateMark state={state} text={status} />
      </td>
      <td>
        <button type="button" class="link" aria-expanded={isOpened} onClick={onToggle}>
          {id !== '' && <b>{id} </b>}
          {resource}
        </button>
      </td>
      <td class="wide soft">{description.slice(0, MAX_DESCRIPTION)}</td>
    </tr>
  );
}

/** Takes the place of lines that are not drawn. */
function Spacer({ height }: { readonly height: number }): JSX.Element {
  return (
    <tr class="spacer">
      <td colSpan={3} style={{ height: `${height}px` }} />
    </tr>
  );
}
