import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount, formatDuration } from '../content/format-amount.js';
import type { RowState } from '../model/row.js';
import type { Run } from '../model/run.js';
import { StateMark } from '../state-mark.js';
import { countStates, type StateCounts } from './count-states.js';
import { resendScope } from './resend-scope.js';
import { groups, runPlan } from './run-state.js';

/** In milliseconds: between two changes of the clock, between two announcements to screen readers, and until the server counts as slow. */
const TICK_MS = 1_000;
const SPEAK_MS = 3_000;
const SLOW_MS = 3_000;

const WORDS: readonly (readonly [state: RowState, word: string])[] = [
  ['failed', 'failed'],
  ['other', 'other'],
  ['succeeded', 'succeeded'],
  ['pending', 'waiting'],
];

/** The progress of a run: counts, a bar, and the time. */
export function RunSummary({ run }: { readonly run: Run }): JSX.Element {
  const phase = run.phase.value;
  const isRunning = phase === 'sending' || phase === 'monitored';
  const now = useTicks(run, isRunning);
  const total = run.operations.length;
  const counts = countStates(total, { groups: groups.value, progress: run.progress.value });
  const news = useRef({ pending: counts.pending, at: 0 });
  if (news.current.pending !== counts.pending) news.current = { pending: counts.pending, at: now };
  const elapsed = run.durationMs.value ?? now;
  const isSlow = isRunning && now - news.current.at >= SLOW_MS;
  const shown = WORDS.map(
    ([state, word]) => [state, state === 'pending' && !isRunning ? 'without outcome' : word] as const,
  ).filter(([state]) => counts[state] > 0);
  const again = runPlan.value?.batch.requests.length ?? 0;
  return (
    <div class="run-summary">
      <div class="run-counts">
        {shown.map(([state, word]) => (
          <StateMark key={state} state={state} text={`${formatCount(counts[state])} ${word}`} />
        ))}
        <span class="soft run-time">
          {isSlow
            ? `Waiting for the server: nothing new for ${formatDuration(now - news.current.at)}`
            : isRunning
              ? `${phase === 'monitored' ? 'Taken, to be answered later' : 'Running'} · ${formatDuration(elapsed)}`
              : formatDuration(elapsed)}
        </span>
        {isRunning && (
          <button type="button" onClick={() => run.controller.abort()}>
            Cancel
          </button>
        )}
        {again > 0 && (
          <button
            type="button"
            onClick={() => {
              resendScope.value = { title: 'All that failed', indexes: undefined };
            }}
          >
            Send {formatCount(again)} again…
          </button>
        )}
      </div>
      <StateBar counts={counts} />
      {isRunning && (
        <progress
          class="unseen"
          aria-label="Outcomes that have arrived"
          max={total}
          value={total - counts.pending}
        />
      )}
      <LiveText text={toSentence(shown, counts)} isRunning={isRunning} />
    </div>
  );
}

/** The counts as a bar. It repeats the counts, so screen readers skip it. */
function StateBar({ counts }: { readonly counts: StateCounts }): JSX.Element {
  return (
    <div class="state-bar" aria-hidden="true">
      {WORDS.filter(([state]) => counts[state] > 0).map(([state]) => (
        <span key={state} class={state} style={{ flexGrow: counts[state] }} />
      ))}
    </div>
  );
}

/** Announces the counts to screen readers every few seconds, and at the end. */
function LiveText({ text, isRunning }: { readonly text: string; readonly isRunning: boolean }): JSX.Element {
  const spoken = useSignal('');
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    const speak = (): void => {
      spoken.value = latest.current;
    };
    if (!isRunning) {
      speak();
      return undefined;
    }
    const timer = setInterval(speak, SPEAK_MS);
    return () => clearInterval(timer);
  }, [isRunning, isRunning ? '' : text]);
  return (
    <p class="unseen" aria-live="polite">
      {spoken.value}
    </p>
  );
}

/** Returns the milliseconds since the start of a run, and renders again every second while it runs. */
function useTicks(run: Run, isRunning: boolean): number {
  const tick = useSignal(0);
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => {
      tick.value += 1;
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [run, isRunning]);
  void tick.value;
  return performance.now() - run.startedAt;
}

function toSentence(
  shown: readonly (readonly [state: RowState, word: string])[],
  counts: StateCounts,
): string {
  return shown.map(([state, word]) => `${formatCount(counts[state])} ${word}`).join(', ');
}
