// In place of Node's `events`, where bundle.mjs puts it.

/** The base of a class of the XML writer that the page never creates. */
export class EventEmitter {}
