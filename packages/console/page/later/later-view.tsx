import type { ComponentType, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { lazyView } from '../lazy-view.js';
import type { PageConfig } from '../page-config.js';
import type { LaterSectionProps } from './later-section.js';

const LaterSection: ComponentType<LaterSectionProps> = lazyView(
  async () => (await import('./later-section.js')).LaterSection,
);

/** The batches of this user that are answered later. Nothing is loaded before the section is first shown. */
export function LaterView(props: {
  readonly config: PageConfig;
  readonly isShown: boolean;
}): JSX.Element | null {
  const wasShown = useRef(false);
  wasShown.current ||= props.isShown;
  return wasShown.current ? <LaterSection endpoint={props.config.endpoint} isShown={props.isShown} /> : null;
}
