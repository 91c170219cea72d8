import {
  AllFields,
  BatchChangeSet,
  CreateRequestBuilder,
  CustomField,
  type DefaultDeSerializers,
  DeleteRequestBuilder,
  defaultDeSerializers,
  Entity,
  type EntityApi,
  entityBuilder,
  FieldBuilder,
  GetAllRequestBuilder,
  GetByKeyRequestBuilder,
  ODataBatchRequestBuilder,
  RequestBuilder,
  UpdateRequestBuilder,
} from '@sap-cloud-sdk/odata-v4';
import { muteLoggers } from '@sap-cloud-sdk/util';

muteLoggers();

/** A person, as the generator of the SDK writes an entity. */
export class SapPerson extends Entity {
  static override _entityName = 'People';
  static override _defaultBasePath = '/odata';
  static _keys = ['ID'];
  declare id: number;
  declare name: string;
}

class PeopleRequestBuilder extends RequestBuilder<SapPerson, DefaultDeSerializers> {
  getAll(): GetAllRequestBuilder<SapPerson> {
    return new GetAllRequestBuilder(this.entityApi);
  }
  getByKey(ID: number): GetByKeyRequestBuilder<SapPerson> {
    return new GetByKeyRequestBuilder(this.entityApi, { ID });
  }
  create(entity: SapPerson): CreateRequestBuilder<SapPerson> {
    return new CreateRequestBuilder(this.entityApi, entity);
  }
  update(entity: SapPerson): UpdateRequestBuilder<SapPerson> {
    return new UpdateRequestBuilder(this.entityApi, entity);
  }
  delete(ID: number): DeleteRequestBuilder<SapPerson> {
    return new DeleteRequestBuilder(this.entityApi, { ID });
  }
}

const fields = new FieldBuilder(SapPerson, defaultDeSerializers);
const ID = fields.buildEdmTypeField('ID', 'Edm.Int32', false);
const Name = fields.buildEdmTypeField('Name', 'Edm.String', false);

/** The API of people, as the generator of the SDK writes it. */
export const PEOPLE: EntityApi<SapPerson, DefaultDeSerializers> = {
  deSerializers: defaultDeSerializers,
  entityConstructor: SapPerson,
  requestBuilder: () => new PeopleRequestBuilder(PEOPLE),
  entityBuilder: () => entityBuilder(PEOPLE),
  customField: (name) => new CustomField(name, SapPerson, defaultDeSerializers) as never,
  schema: { ID, NAME: Name, ALL_FIELDS: new AllFields('*', SapPerson) },
};

/** Returns a person. */
export function personOf(properties: { id?: number; name: string }): SapPerson {
  return Object.assign(new SapPerson(PEOPLE), properties);
}

/** The requests of people. */
export const people = (): PeopleRequestBuilder => new PeopleRequestBuilder(PEOPLE);

/** Returns a batch. An array in it is a changeset. */
export function sapBatch(...requests: (object | object[])[]): ODataBatchRequestBuilder {
  const parts = requests.map((request) =>
    Array.isArray(request) ? new BatchChangeSet(request as never) : request,
  );
  return new ODataBatchRequestBuilder('/odata', parts as never);
}
