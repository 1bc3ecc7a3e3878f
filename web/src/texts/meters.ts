/** « Saisir les relevés compteurs », the manual's chapter 6. */
export const meters = {
  enter: 'SAISIR LES RELEVÉS COMPTEURS',
  title: 'Saisir les relevés compteurs',
  intro: 'Saisissez ce qu’affiche chaque machine, puis cliquez sur la disquette pour valider.',
  keys: 'Entrée passe au compteur suivant, les flèches ↑ et ↓ au bien voisin, Ctrl + Entrée valide.',
  caption: 'Compteurs à relever',
  search: 'Rechercher un bien',
  searchHint: 'N° de série, désignation, localisation, contrat…',
  site: 'Site',
  allSites: 'Tous les sites',
  day: 'Date des relevés',
  asset: 'Bien',
  state: 'État',
  serial: (number: string) => `N° de série ${number}`,
  fieldOf: (counter: string, asset: string) => `${counter}, ${asset}`,
  previous: (value: string) => `préc. ${value}`,
  neverRead: 'jamais relevé',
  added: (value: string) => `+ ${value}`,
  due: {
    none: 'Sans échéance',
    late: (day: string) => `En retard, attendu le ${day}`,
    open: (day: string) => `À saisir pour le ${day}`,
    later: (day: string) => `Prochain relevé le ${day}`,
  },
  dueCounts: (late: number, open: number) =>
    [
      late > 0 && (late > 1 ? `${late} relevés en retard` : '1 relevé en retard'),
      open > 0 && (open > 1 ? `${open} relevés à saisir` : '1 relevé à saisir'),
    ]
      .filter(Boolean)
      .join(', ') || 'Aucun relevé attendu pour le moment',
  none: 'Aucun bien ne correspond',
  noneHint: 'Vérifiez les mots recherchés, ou retirez un filtre.',
  clear: 'Effacer les filtres',
  empty: 'Aucun compteur à relever',
  emptyHint: 'Les copieurs et les imprimantes à compteur apparaîtront ici.',
  tooMany: (count: number) =>
    `Les ${count} premiers biens sont affichés : affinez la recherche, ou importez un fichier.`,
  failed: 'Les compteurs n’ont pas pu être lus en entier.',
  notANumber: 'Un nombre entier de 0 à 999 999 999.',
  belowPrevious: (bound: string) =>
    `Inférieur au relevé précédent (${bound}) : corrigez-le, ou indiquez que le compteur a été remplacé.`,
  replaced: (counter: string) => `Le compteur « ${counter} » a été remplacé`,
  replacedToggle: 'Compteur remplacé\u00a0?',
  replacedHint: 'Cochez les compteurs qui ont été remplacés depuis le relevé précédent.',
  confirm: 'C’est exact, je confirme ce relevé',
  nothing: 'Saisissez au moins un compteur.',
  onlyWrong: 'Corrigez ou confirmez les lignes signalées : rien d’autre n’est à envoyer.',
  filled: (count: number) => (count > 1 ? `${count} biens saisis` : count === 1 ? '1 bien saisi' : 'Aucun bien saisi'),
  erase: 'Effacer la saisie',
  states: {
    ready: 'Prêt',
    wrong: 'À corriger',
    ask: 'À confirmer',
    accepted: 'Enregistré',
    unchanged: 'Déjà enregistré',
    refused: 'Refusé',
  },
  correct: 'Corriger',
  correctAt: (time: string) => `Corriger le relevé : ${time}`,
  accepted: (count: number) =>
    count > 1
      ? `${count} relevés enregistrés. Un mail de confirmation vous est adressé.`
      : '1 relevé enregistré. Un mail de confirmation vous est adressé.',
  unchanged: (count: number) =>
    count > 1 ? `${count} relevés étaient déjà enregistrés.` : '1 relevé était déjà enregistré.',
  questioned: (count: number) =>
    count > 1
      ? `${count} relevés sont inhabituels : confirmez-les ou corrigez-les.`
      : '1 relevé est inhabituel : confirmez-le ou corrigez-le.',
  refused: (count: number) =>
    count > 1 ? `${count} relevés sont refusés : le motif est indiqué.` : '1 relevé est refusé : le motif est indiqué.',
  backToAsset: 'Retour au bien',
  backToParc: 'Retour au PARC',
};

/** The import of a file. */
export const imports = {
  /** As the API reads them. */
  columns: { asset: 'Bien', date: 'Date', replaced: 'Compteurs remplacés', confirmed: 'Confirmé' },
  confirmed: 'oui',
  open: 'Importer un fichier',
  title: 'Importer des relevés',
  back: 'Retour à la saisie',
  template: '1. Téléchargez le modèle',
  templateHint: 'Vos biens y sont déjà inscrits : il ne reste qu’à remplir les colonnes des compteurs.',
  excel: 'Modèle Excel',
  csv: 'Modèle CSV',
  choose: '2. Choisissez le fichier rempli',
  file: 'Fichier de relevés',
  limits: 'Excel (.xlsx) ou CSV, 5 Mo et 10 000 lignes au maximum. Rien n’est enregistré avant votre validation.',
  drop: 'Déposez le fichier ici, ou',
  pick: 'choisissez un fichier',
  tooLarge: 'Ce fichier dépasse 5 Mo.',
  wrongKind: 'Choisissez un fichier Excel (.xlsx) ou CSV.',
  check: '3. Vérifiez, puis validez',
  result: 'Résultat de l’import',
  ready: (count: number) =>
    count > 1 ? `${count} relevés prêts à être enregistrés` : count === 1 ? '1 relevé prêt à être enregistré' : '',
  stored: (count: number) => (count > 1 ? `${count} relevés enregistrés` : count === 1 ? '1 relevé enregistré' : ''),
  nothingStored: 'Aucun relevé n’est à enregistrer dans ce fichier.',
  unchanged: (count: number) => (count > 1 ? `${count} relevés déjà enregistrés` : '1 relevé déjà enregistré'),
  questioned: (count: number) =>
    count > 1
      ? `${count} relevés inhabituels : écrivez « oui » dans la colonne « Confirmé » s’ils sont exacts`
      : '1 relevé inhabituel : écrivez « oui » dans la colonne « Confirmé » s’il est exact',
  refused: (count: number) => (count > 1 ? `${count} lignes refusées` : '1 ligne refusée'),
  skipped: (count: number) =>
    count > 1 ? `${count} lignes sans compteur, ignorées` : '1 ligne sans compteur, ignorée',
  ignored: (columns: string) => `Colonnes inconnues, ignorées : ${columns}`,
  errors: 'Lignes à revoir',
  line: 'Ligne',
  cell: 'Case',
  asset: 'Bien',
  column: 'Colonne',
  problem: 'Motif',
  wholeLine: 'toute la ligne',
  omitted: (count: number) => `… et ${count} autres lignes.`,
  done: 'Relevés importés. Un mail de confirmation vous est adressé.',
  other: 'Choisir un autre fichier',
};

/** The readings of one asset. */
export const history = {
  volumes: 'Volumes mensuels',
  volumesOf: (counter: string) => `Volumes mensuels du compteur ${counter}`,
  counter: 'Compteur',
  month: 'Mois',
  figures: 'Voir les chiffres',
  tooFew: 'Les volumes apparaîtront dès le deuxième relevé.',
  forecasts: 'Prévision de fin des toners',
  forecastsHint:
    'D’après vos relevés et votre dernière commande, à titre indicatif : rien n’est commandé automatiquement.',
  runsOut: (day: string) => `Fin prévue : ${day}`,
  noForecast: 'Pas encore de commande à partir de laquelle compter',
  basis: (yieldOf: string, daily: string) => `${yieldOf} pages par toner, ${daily} pages par jour`,
  ordered: (count: number, when: string) => `Dernière commande (${when}) : ${count} ${count > 1 ? 'toners' : 'toner'}`,
  colours: { Black: 'Noir', Cyan: 'Cyan', Magenta: 'Magenta', Yellow: 'Jaune' },
  readings: 'Historique des relevés',
  none: 'Aucun relevé pour ce bien',
  noneHint: 'Saisissez un premier relevé : son historique apparaîtra ici.',
  noCounters: 'Ce bien n’a pas de compteur',
  noCountersHint: 'Les relevés concernent les copieurs et les imprimantes à compteur.',
  at: 'Date',
  source: 'Origine',
  by: 'Par',
  action: 'Action',
  replaced: 'compteur remplacé',
  correct: 'Corriger',
  correctUntil: (when: string) => `Vous pouvez corriger ce relevé jusqu’au ${when}`,
  correctTitle: 'Corriger le relevé',
  readAt: (when: string) => `Relevé du ${when}`,
  corrected: 'Relevé corrigé. Un mail de confirmation vous est adressé.',
  confirmed: 'Le relevé était déjà enregistré ainsi.',
};
