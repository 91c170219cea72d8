/** Why a batch with atomicity groups is refused by an endpoint without the option `transaction`. */
export const GROUPS_NOT_SUPPORTED =
  'This server does not support atomicity groups; send the operations without atomicityGroup';
