/** The batch that the console shows when it is opened: a person with an order, and a group of changes that fails. */
export const CONSOLE_BATCH: { readonly requests: readonly object[] } = {
  requests: [
    { id: 'person', method: 'POST', url: '/odata/People', body: { Name: 'Inês', City: 'Porto' } },
    {
      id: 'order',
      method: 'POST',
      url: '$person/Orders',
      body: { Product: 'Globe', Quantity: 1 },
    },
    {
      id: 'more-lamps',
      method: 'PATCH',
      url: '/odata/Orders(1)',
      headers: { 'if-match': '*' },
      body: { Quantity: 3 },
      atomicityGroup: 'changes',
    },
    {
      id: 'too-many',
      method: 'PATCH',
      url: '/odata/Orders(3)',
      headers: { 'if-match': '*' },
      body: { Quantity: 100 },
      atomicityGroup: 'changes',
    },
    { id: 'sent', method: 'DELETE', url: '/odata/Orders(2)', headers: { 'if-match': '*' } },
    { id: 'people', method: 'GET', url: '/odata/People?$expand=Orders', dependsOn: ['order'] },
  ],
};
