import { isSystemName, type Referred } from '../request/referred.js';
import { quote, refuseRequest } from '../request/refuse-request.js';
import type { SentRequest } from './sent-request.js';

/** The longest name of a group, which is a part of the ids of its members. */
const MAX_GROUP_LENGTH = 200;

/** An earlier request, or an earlier group. */
interface Named extends Referred {
  /** The group of a request; `undefined` outside of a group, and for a group. */
  readonly group: string | undefined;
}

/** The ids and group names of a batch of OData in JSON. Requests refer only to earlier ones. */
export class BatchNames {
  readonly #ids: ReadonlySet<string>;
  readonly #earlier = new Map<string, Named>();

  constructor(requests: readonly SentRequest[]) {
    this.#ids = new Set(requests.map(({ id }) => id));
  }

  /**
   * Adds the name of a group, when its first member is read.
   *
   * @throws {BatchProblem} if it is no name, or belongs to a request or to an earlier group.
   */
  addGroup(name: string, id: string, place: string): void {
    if (name.length > MAX_GROUP_LENGTH) {
      throw refuseRequest(place, `An atomicityGroup has at most ${MAX_GROUP_LENGTH} characters`);
    }
    checkName('atomicityGroup', name, place);
    if (this.#earlier.has(name) || this.#ids.has(name)) {
      const detail = `The name of the atomicityGroup ${quote(name)} must not be that of a request, and its requests must be adjacent`;
      throw refuseRequest(place, detail);
    }
    this.setGroup(name, id);
  }

  /** Sets what the endpoint calls a group. */
  setGroup(name: string, id: string): void {
    this.#earlier.set(name, { id, entity: undefined, group: undefined });
  }

  /**
   * Adds a request, once its own references have been read.
   *
   * @throws {BatchProblem} if its id is no name, or is not unique.
   */
  addRequest({ id: name, atomicityGroup: group, place }: SentRequest, { id, entity }: Referred): void {
    checkName('id', name, place);
    if (this.#earlier.has(name)) {
      throw refuseRequest(place, `An earlier request or group has the same name, ${quote(name)}`);
    }
    this.#earlier.set(name, { id, entity, group });
  }

  /**
   * Returns what the endpoint calls that which a request depends on.
   *
   * @throws {BatchProblem} for a name that is not of an earlier request or group.
   */
  dependenciesOf({ dependsOn, atomicityGroup, place }: SentRequest): string[] {
    return dependsOn.map((name) => {
      const named = this.#earlier.get(name);
      if (named !== undefined && name !== atomicityGroup) return named.id;
      throw refuseRequest(place, `dependsOn has ${quote(name)}, which is not an earlier request or group`);
    });
  }

  /**
   * Returns the request that `$name` refers to, or `undefined` if it refers to none.
   *
   * @throws {BatchProblem} if the request does not depend on the one that it refers to.
   */
  referredBy({ dependsOn, atomicityGroup, place }: SentRequest, name: string): Referred | undefined {
    if (isSystemName(name) || !this.#ids.has(name)) return undefined;
    const named = this.#earlier.get(name);
    const isInGroup = (group: string | undefined): boolean =>
      group !== undefined && (group === atomicityGroup || dependsOn.includes(group));
    if (named !== undefined && (dependsOn.includes(name) || isInGroup(named.group))) return named;
    throw refuseRequest(
      place,
      `It refers to $${name.slice(0, 100)}, so dependsOn must name that earlier request`,
    );
  }
}

function checkName(member: string, name: string, place: string): void {
  if (/^[A-Za-z0-9._~-]+$/.test(name)) return;
  throw refuseRequest(place, `The ${member} ${quote(name)} must be one or more of A-Z a-z 0-9 . _ ~ -`);
}
