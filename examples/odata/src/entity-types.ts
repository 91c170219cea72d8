/** A property of an entity. Its column in the database has the same name. */
export interface Property {
  readonly type: 'number' | 'string' | 'boolean';
  /** True if it may be null, and absent from a new entity. */
  readonly isNullable?: boolean;
  /** Its value in a new entity that does not have it. */
  readonly initial?: unknown;
  /** The smallest and the largest number. */
  readonly range?: readonly [min: number, max: number];
}

/** An entity type, its entity set and its navigation property. `metadata.ts` describes the same to clients. */
export interface EntityType {
  /** The name of the entity set, and of the table. */
  readonly set: string;
  /** The properties that clients may write, by name. All entities have an `ID` too, which the database assigns. */
  readonly properties: Readonly<Record<string, Property>>;
  /** A boolean property: an entity in which it is true cannot be changed or deleted any more. */
  readonly lock?: string;
  /** From a person to the orders, or from an order to the person. */
  readonly navigation: {
    readonly name: string;
    readonly isCollection: boolean;
    readonly target: () => EntityType;
  };
}

/** The column of orders that has the ID of the person. */
export const FOREIGN_KEY = 'PersonID';

/** People: `/People`, `/People(1)`, `/People(1)/Orders`. */
export const PEOPLE: EntityType = {
  set: 'People',
  properties: { Name: { type: 'string' }, City: { type: 'string', isNullable: true } },
  navigation: { name: 'Orders', isCollection: true, target: () => ORDERS },
};

/** Orders: `/Orders`, `/Orders(1)`, `/Orders(1)/Person`. */
export const ORDERS: EntityType = {
  set: 'Orders',
  properties: {
    [FOREIGN_KEY]: { type: 'number', range: [1, 999_999_999] },
    Product: { type: 'string' },
    Quantity: { type: 'number', range: [1, 20] },
    Sent: { type: 'boolean', initial: false },
  },
  lock: 'Sent',
  navigation: { name: 'Person', isCollection: false, target: () => PEOPLE },
};
