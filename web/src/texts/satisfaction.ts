/** The question about an intervention that is closed; the answers are those of its mail. */
export const satisfaction = {
  title: 'Votre avis',
  intro: (dit: string) => `Êtes-vous satisfait de l’intervention n° ${dit} ?`,
  question: 'Votre réponse',
  scores: {
    VerySatisfied: 'Très satisfait',
    Satisfied: 'Satisfait',
    Neutral: 'Ni satisfait ni insatisfait',
    Dissatisfied: 'Insatisfait',
    VeryDissatisfied: 'Très insatisfait',
  },
  scoreMissing: 'Choisissez une réponse.',
  comment: 'Commentaire',
  send: 'Envoyer mon avis',
  thanks: 'Merci, votre avis est enregistré.',
  linkMissing: 'Ce lien est incomplet : ouvrez celui du mail.',
};
