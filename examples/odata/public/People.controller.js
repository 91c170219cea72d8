sap.ui.define(
  [
    'sap/ui/core/Messaging',
    'sap/ui/core/mvc/Controller',
    'sap/ui/model/json/JSONModel',
    'sap/ui/model/odata/v4/ODataModel',
  ],
  (Messaging, Controller, JSONModel, ODataModel) => {
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

      /** Shows each message of the service in the row of the entity that it is about. */
      showMessages() {
        const messages = Messaging.getMessageModel().getData();
        const failure = 'Nothing was saved, because one of the changes failed:';
        const [first] = messages;
        this.ui.setProperty('/failure', first === undefined ? '' : `${failure} ${first.getMessage()}`);
        for (const panel of this.byId('people').getItems()) {
          for (const row of this.tableOf(panel).getItems()) {
            const path = row.getBindingContext().getPath();
            const message = messages.find((one) =>
              one.getTargets().some((target) => target.startsWith(path)),
            );
            row.setHighlight(message === undefined ? 'None' : 'Error');
            row.getCells()[3].setText(message?.getMessage() ?? '');
          }
        }
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
