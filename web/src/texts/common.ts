/** What every chapter says in the same words. */
export const common = {
  portal: 'Portail clients',
  company: 'GROUPE DFM',
  skipToContent: 'Aller au contenu',
  mainMenu: 'Menu principal',
  /** The menus, as the manual writes them. */
  menus: {
    home: 'Accueil',
    parc: 'PARC',
    dits: 'INTERVENTIONS',
    invoices: 'FACTURES',
    contact: 'CONTACTER',
    cart: 'MON PANIER',
  },
  cartCount: (count: number) => (count === 0 ? 'vide' : `${count} ${count > 1 ? 'articles' : 'article'}`),
  validate: 'Valider',
  sending: 'Envoi en cours',
  cancel: 'Annuler',
  close: 'Fermer',
  back: 'Retour',
  retry: 'Réessayer',
  more: 'Afficher la suite',
  loading: 'Chargement',
  optional: 'facultatif',
  yes: 'Oui',
  no: 'Non',
  none: 'Aucun',
  fileUnits: ['octets', 'Ko', 'Mo', 'Go'],
  required: 'Renseignez ce champ.',
  left: (count: number) => (count > 1 ? `${count} caractères restants` : `${count} caractère restant`),
  checkFields: 'Vérifiez les champs signalés.',
  results: (count: number, more: boolean) =>
    more
      ? `Plus de ${count} résultats`
      : count > 1
        ? `${count} résultats`
        : count === 1
          ? '1 résultat'
          : 'Aucun résultat',
};

/** What went wrong, and what to do about it. */
export const failures = {
  network:
    'Le portail ne répond pas : vérifiez votre connexion à Internet, puis réessayez. Votre saisie est conservée.',
  offline: 'Vous êtes hors connexion. Votre saisie est conservée : réessayez dès que la connexion est revenue.',
  unexpected: 'Une erreur inattendue est survenue. Réessayez ; si elle persiste, contactez nos services.',
  trace: (id: string) => `Référence de l'erreur : ${id}`,
  sessionEnded: 'Votre session est terminée.',
  alreadyReceived:
    'Votre premier envoi a bien été enregistré avec un autre contenu. Vérifiez-le dans la liste avant de valider de nouveau.',
  screen: "Cette page n'a pas pu s'afficher.",
  newVersion: 'Le portail vient d’être mis à jour : rechargez la page.',
  reload: 'Recharger la page',
};

export const missing = {
  title: 'Page introuvable',
  hint: "Cette adresse ne mène nulle part, ou vous n'avez pas accès à ce qu'elle montre.",
  home: "Revenir à l'accueil",
};
