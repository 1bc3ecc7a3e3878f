/** « Passer une commande de consommables », and its states. */
export const orders = {
  /** The buttons on the asset. */
  orderConsumables: 'COMMANDER DES CONSOMMABLES',
  orderConsumablesShort: 'Consommables',
  tracking: 'Suivi des commandes',
  number: 'N° de commande',
  state: 'État',
  articles: 'Articles',
  placed: 'Passée',
  carrier: 'Transporteur',
  deliveryNote: 'N° de bon de livraison',
  none: 'Aucune commande pour ce bien',
  noneHint: 'Commandez des consommables : vous suivrez ici leur préparation et leur livraison.',
  line: (quantity: number, designation: string) => `${quantity} × ${designation}`,
};
