/** Why a batch with atomicity groups is refused by an endpoint without the option `transaction`. */
export const GROUPS_NOT_SUPPORTED =
  'This endpoint has no option transaction, so it does not support atomicity groups; set it, or send the operations without atomicityGroup';
