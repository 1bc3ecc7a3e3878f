/** The cancellation of a DIT or an order. */
export const cancellation = {
  comment: "Commentaire d'annulation",
  hint: 'Le motif est transmis à nos services.',
  keep: 'Ne pas annuler',
};
