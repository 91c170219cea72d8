/** The part of a `TracingChannel` of `node:diagnostics_channel` that this library uses. */
interface TracingChannel<Message extends object> {
  readonly hasSubscribers: boolean;
  readonly error: { publish(message: Message): void };
  traceSync<Result>(run: () => Result, message: Message): Result;
  tracePromise<Result>(run: () => Promise<Result>, message: Message): Promise<Result>;
}

/** The part of a `Channel` of `node:diagnostics_channel` that this library uses. */
interface PlainChannel<Message extends object> {
  readonly hasSubscribers: boolean;
  runStores<Result>(message: Message, run: () => Result): Result;
}

interface DiagnosticsChannel {
  channel<Message extends object>(name: string): PlainChannel<Message>;
  tracingChannel<Message extends object>(name: string): TracingChannel<Message>;
}

/** The globals of Node and compatible platforms. On others, an import of `node:diagnostics_channel` would fail. */
interface NodeGlobals {
  readonly process?: { readonly getBuiltinModule?: (name: string) => DiagnosticsChannel | undefined };
}

const diagnostics = (globalThis as NodeGlobals).process?.getBuiltinModule?.('node:diagnostics_channel');

/** Returns the tracing channel of this name, or `undefined` if the platform has none (Node has them since 20.16). */
export function tracingChannel<Message extends object>(name: string): TracingChannel<Message> | undefined {
  return diagnostics?.tracingChannel(name);
}

/** Returns the channel of this name, or `undefined` if the platform has none. */
export function plainChannel<Message extends object>(name: string): PlainChannel<Message> | undefined {
  return diagnostics?.channel(name);
}
