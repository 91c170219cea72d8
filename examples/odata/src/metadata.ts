/** The description of the service (OData CSDL XML 4.0), which OpenUI5 reads before anything else. */
export const METADATA = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="Example" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="Person">
        <Key><PropertyRef Name="ID"/></Key>
        <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
        <Property Name="Name" Type="Edm.String" Nullable="false"/>
        <Property Name="City" Type="Edm.String"/>
        <NavigationProperty Name="Orders" Type="Collection(Example.Order)" Partner="Person"/>
      </EntityType>
      <EntityType Name="Order">
        <Key><PropertyRef Name="ID"/></Key>
        <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
        <Property Name="PersonID" Type="Edm.Int32" Nullable="false"/>
        <Property Name="Product" Type="Edm.String" Nullable="false"/>
        <Property Name="Quantity" Type="Edm.Int32" Nullable="false"/>
        <Property Name="Sent" Type="Edm.Boolean" Nullable="false"/>
        <NavigationProperty Name="Person" Type="Example.Person" Nullable="false" Partner="Orders">
          <ReferentialConstraint Property="PersonID" ReferencedProperty="ID"/>
        </NavigationProperty>
      </EntityType>
      <EntityContainer Name="Container">
        <EntitySet Name="People" EntityType="Example.Person">
          <NavigationPropertyBinding Path="Orders" Target="Orders"/>
        </EntitySet>
        <EntitySet Name="Orders" EntityType="Example.Order">
          <NavigationPropertyBinding Path="Person" Target="People"/>
        </EntitySet>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
`;
