sap.ui.define(
  [
    'sap/ui/core/Messaging',
    'sap/ui/core/mvc/Controller',
    'sap/ui/model/json/JSONModel',
    'sap/ui/model/odata/v4/ODataModel',
    './showInRows',
  ],
  // oxlint-disable-next-line max-params -- UI5 passes each module as a parameter
  (Messaging, Controller, JSONModel, ODataModel, showInRows) => {
    // Changes wait in this group until they are saved. Then UI5 sends them as one changeset.
    const CHANGES = 'changes';

    return Controller.extend('people.People', {
      onInit() {
        this.model = new ODataModel({ serviceUrl: 'odata/' });
        this.ui = new JSONModel({ isChanged: false, failure: '' });
        this.getView().setModel(this.model).setModel(this.ui, 'ui');
        Messaging.registerObject(this.getView(), true);
      },

      change() {
        this.ui.setProperty('/isChanged', this.model.hasPendingChanges(CHANGES));
      },

      addOrder(event) {
        const orders = this.tableOf(event.getSource()).getBinding('items');
        // Rejected if the user discards it.
        orders
          .create({ Product: '', Quantity: 1, Sent: false }, true, true)
          .created()
          .catch(() => {});
        this.change();
      },

      deleteOrder(event) {
        // Rejected if the changeset fails: the order is then in the list again.
        event
          .getSource()
          .getBindingContext()
          .delete(CHANGES)
          .catch(() => {});
        this.change();
      },

      async save() {
        Messaging.removeAllMessages();
        await this.model.submitBatch(CHANGES);
        this.change();
        this.showMessages();
      },

      discard() {
        Messaging.removeAllMessages();
        this.model.resetChanges(CHANGES);
        this.change();
        this.showMessages();
      },

      reload() {
        this.byId('people').getBinding('items').refresh();
      },

      showMessages() {
        const messages = Messaging.getMessageModel().getData();
        const [first] = messages;
        const text = `Nothing was saved, because one of the changes failed: ${first?.getMessage()}`;
        this.ui.setProperty('/failure', first === undefined ? '' : text);
        const panels = this.byId('people').getItems();
        for (const panel of panels) showInRows(this.tableOf(panel).getItems(), messages);
      },

      /** Returns the table of orders in the panel of a person. */
      tableOf(control) {
        let panel = control;
        while (!panel.isA('sap.m.Panel')) panel = panel.getParent();
        return panel.getContent()[0];
      },
    });
  },
);
