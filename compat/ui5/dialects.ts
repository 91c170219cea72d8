import type { Dialect } from './people-service.js';

const PROPERTIES = `<Key><PropertyRef Name="ID"/></Key>
<Property Name="ID" Type="Edm.Int32" Nullable="false"/>
<Property Name="Name" Type="Edm.String" Nullable="false"/>
<Property Name="Photo" Type="Edm.Binary"/>`;

/** OData 4.0. */
export const V4: Dialect = {
  metadata: `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Test" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="Person">${PROPERTIES}</EntityType>
<EntityContainer Name="Container"><EntitySet Name="People" EntityType="Test.Person"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`,
  version: { 'OData-Version': '4.0' },
  toEntity: ({ id, name, photo }) => ({
    ID: id,
    Name: name,
    Photo: photo && Buffer.from(photo).toString('base64url'),
  }),
  single: (entity) => entity,
  list: (entities, count) => ({ '@odata.count': count, value: entities }),
  error: (message, target) => ({ error: { code: 'E', message, target } }),
};

/** OData 2.0. */
export const V2: Dialect = {
  metadata: `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">
<edmx:DataServices m:DataServiceVersion="2.0" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
<Schema Namespace="Test" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">
<EntityType Name="Person">${PROPERTIES}</EntityType>
<EntityContainer Name="Container" m:IsDefaultEntityContainer="true"><EntitySet Name="People" EntityType="Test.Person"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`,
  version: { DataServiceVersion: '2.0' },
  toEntity: ({ id, name, photo }, root) => ({
    __metadata: { uri: `${root}/People(${id})`, type: 'Test.Person' },
    ID: id,
    Name: name,
    Photo: photo && Buffer.from(photo).toString('base64'),
  }),
  single: (entity) => ({ d: entity }),
  list: (entities, count) => ({ d: { __count: String(count), results: entities } }),
  error: (message, target) => ({
    error: { code: 'E', message: { lang: 'en', value: message }, innererror: { target } },
  }),
};
