/** CONTACTER, the manual's chapter 8. */
export const contact = {
  title: 'CONTACTER',
  intro: 'Votre message est transmis au service choisi ; une copie vous est adressée par mail.',
  service: 'Service',
  chooseService: 'Sélectionnez un service',
  servicesHint: 'Les services que votre profil vous permet de contacter.',
  noServices: 'Aucun service ne peut être contacté pour le moment',
  noServicesHint: 'Réessayez plus tard, ou appelez-nous.',
  subject: 'Objet',
  message: 'Message',
  serviceMissing: 'Sélectionnez un service.',
  subjectMissing: "Indiquez l'objet de votre message.",
  messageMissing: 'Saisissez votre message.',
  sentTitle: (number: string) => `Message n° ${number} envoyé`,
  sent: (service: string) => `Votre message a été transmis au service « ${service} ».`,
  copy: (email: string) =>
    `Une copie vous est adressée à ${email}. Gardez son numéro : il nous permet de le retrouver.`,
  files: 'Pièces jointes',
  another: 'Écrire un autre message',
  home: "Revenir à l'accueil",
};
