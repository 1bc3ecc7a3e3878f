/** Attachments, wherever files are sent. */
export const files = {
  label: 'Pièces jointes',
  drop: 'Déposez vos fichiers ici, collez une copie d’écran, ou',
  choose: 'choisissez des fichiers',
  camera: 'Prendre une photo',
  limits: (count: number, size: string) =>
    `${count} fichiers au maximum, de ${size} chacun : images, PDF, Excel, Word, PowerPoint, mails, texte.`,
  remove: (name: string) => `Retirer ${name}`,
  chosen: 'Fichiers choisis',
  pasted: (number: number) => `copie-ecran-${number}.png`,
  tooMany: (count: number) => `${count} fichiers au maximum : les autres n’ont pas été ajoutés.`,
  tooLarge: (name: string, size: string) => `${name} : ce fichier dépasse ${size}.`,
  wrongKind: (name: string) => `${name} : ce type de fichier n’est pas accepté.`,
  empty: (name: string) => `${name} : ce fichier est vide.`,
  sending: (percent: number) => `Envoi des fichiers : ${percent} %`,
  download: (name: string) => `Télécharger ${name}`,
  downloadFailed: (name: string) => `${name} n’a pas pu être téléchargé.`,
};

/** Drafts of forms. */
export const drafts = {
  restored: 'Votre saisie a été reprise là où vous l’aviez laissée.',
  drop: 'Effacer et recommencer',
};
