sap.ui.define(['sap/ui/core/mvc/XMLView'], async (XMLView) => {
  const view = await XMLView.create({ viewName: 'people.People' });
  view.placeAt('page');
});
