/** The personal data that the portal keeps: a copy of it, and its erasure. */
export const privacy = {
  title: 'Mes données personnelles',
  back: 'Mon compte',
  copyTitle: 'Recevoir une copie',
  copyHint:
    'Un fichier ZIP contient tout ce que le portail conserve à votre sujet : votre compte, vos demandes, vos commandes, vos relevés, vos messages et vos traces d’utilisation, en JSON et en CSV.',
  copy: 'Télécharger mes données',
  copied: 'Vos données sont téléchargées.',
  fileName: 'mes-donnees.zip',
  erasureTitle: 'Demander l’effacement',
  erasureHint:
    'GROUPE DFM efface votre compte et vos données personnelles dans le mois qui suit votre demande. Les interventions, commandes et factures de votre entreprise restent, sans votre nom.',
  erase: 'Demander l’effacement de mes données',
  eraseTitle: 'Demander l’effacement de vos données ?',
  eraseWarning:
    'Rien n’est effacé aussitôt : GROUPE DFM vous répond d’abord. Après l’effacement, vous ne pourrez plus vous connecter, et rien ne pourra être rétabli.',
  send: 'Envoyer la demande',
  requested: 'Votre demande est envoyée. Un mail vous la confirme.',
};
