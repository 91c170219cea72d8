import { type Signal, useSignal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';

type State<Props> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly View: ComponentType<Props> }
  | { readonly kind: 'failed' };

/** Creates a component whose code is loaded when it is first shown. */
export function lazyView<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => JSX.Element {
  let loaded: ComponentType<Props> | undefined;
  return function LazyView(props: Props): JSX.Element {
    const state: Signal<State<Props>> = useSignal<State<Props>>(
      loaded === undefined ? { kind: 'loading' } : { kind: 'loaded', View: loaded },
    );
    const start = (): void => {
      state.value = { kind: 'loading' };
      load().then(
        (View) => {
          loaded = View;
          state.value = { kind: 'loaded', View };
        },
        () => {
          state.value = { kind: 'failed' };
        },
      );
    };
    useEffect(() => {
      if (loaded === undefined) start();
    }, []);
    const shown = state.value;
    if (shown.kind === 'loaded') return <shown.View {...props} />;
    if (shown.kind === 'loading') return <p class="empty">Loading…</p>;
    return (
      <p class="empty" role="alert">
        This part of the page could not be loaded. Is the server running?{' '}
        <button type="button" onClick={start}>
          Try again
        </button>
      </p>
    );
  };
}
