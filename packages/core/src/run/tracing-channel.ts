/** The part of a `TracingChannel` of `node:diagnostics_channel` that this library uses. */
interface TracingChannel<Message extends object> {
  readonly hasSubscribers: boolean;
  readonly error: { publish(message: Message): void };
  traceSync<Result>(run: () => Result, message: Message): Result;
  tracePromise<Result>(run: () => Promise<Result>, message: Message): Promise<Result>;
}

interface DiagnosticsChannel {
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
