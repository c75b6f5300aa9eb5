import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Veuillez vérifier de nouveau dans quelques instants.';
const KEEP_CHECKING = 'Nous continuons à vérifier et le résultat s’affichera sur cette page.';
const NOTHING_TO_DO =
  'Vous n’avez plus rien à faire. Si votre banque affiche encore le montant comme réservé, cette mention peut mettre quelques jours à disparaître.';
const ASK_SHOP = 'Pour toute question sur votre commande, veuillez contacter la boutique.';
const ASK_REFUND = 'Si vous souhaitez récupérer votre argent, veuillez contacter la boutique.';
const STILL_CANCEL = 'Si vous souhaitez toujours annuler, veuillez contacter la boutique.';
const GIVE_REFERENCE = 'Veuillez contacter la boutique en indiquant la référence ci-dessous.';

export const fr: PayerTexts = {
  locale: 'fr',
  timeZone: 'Europe/Paris',
  where: 'Annulation de votre paiement',
  views: {
    requested: {
      title: 'L’annulation a été demandée',
      now: 'Nous demandons à votre banque ou au service de paiement d’annuler le paiement.',
      next: 'La réponse s’affichera ici. Il est possible que votre banque vous demande de valider l’annulation. Dans ce cas, cette page vous y conduira.',
    },
    awaitingPayer: {
      title: 'Votre banque attend votre validation',
      now: 'Le paiement n’est pas encore annulé. Votre banque vous demande d’abord de valider l’annulation.',
      next: 'Continuez auprès de votre banque et validez-y l’annulation. Nous vérifierons ensuite auprès d’elle si le paiement est annulé. Sans votre validation, nous ne pouvons pas annuler le paiement.',
    },
    deadlinePassed: {
      title: 'Le délai de validation est écoulé',
      now: 'Nous vérifions une dernière fois si le paiement a été annulé.',
      next: 'Le résultat s’affichera sur cette page.',
    },
    verifying: {
      title: 'Nous vérifions votre paiement',
      now: 'Nous demandons à votre banque ou au service de paiement si le paiement a été annulé. Cela peut prendre un moment.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'L’annulation n’est pas encore terminée',
      now: 'Votre banque ou le service de paiement la traite encore. Vous n’avez rien à faire.',
      next: `${KEEP_CHECKING} Cela prend parfois plusieurs heures.`,
    },
    needsReview: {
      title: 'Votre annulation doit être examinée',
      now: 'Nous n’avons pas pu déterminer automatiquement où en est le paiement. Une personne doit donc l’examiner.',
      next: `${KEEP_CHECKING} Si c’est urgent, contactez la boutique en indiquant la référence ci-dessous.`,
    },
    unresolved: {
      title: 'Nous n’avons pas pu savoir où en est votre paiement',
      now: 'Nos vérifications se sont terminées sans réponse claire.',
      next: `${GIVE_REFERENCE} Votre banque peut vous dire si le montant a été débité.`,
    },
    lateNews: {
      title: 'Il y a du nouveau concernant votre paiement',
      now: 'La procédure s’était terminée sans que le paiement soit annulé. Nous avons reçu depuis de nouvelles informations et nous vérifions où en est le paiement.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'Votre paiement est annulé',
      now: 'Votre banque ou le service de paiement a confirmé l’annulation.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'Votre paiement était déjà annulé',
      now: 'Votre banque ou le service de paiement a confirmé que le paiement avait été annulé auparavant.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'Votre paiement a été abandonné',
      now: 'Le paiement n’était pas encore finalisé et il ne peut plus l’être.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'Le reste de votre paiement est annulé',
      now: 'Une partie du montant avait déjà été débitée. Votre banque ou le service de paiement a confirmé que le reste est annulé.',
      next: 'Pour toute question sur la partie débitée, veuillez contacter la boutique. Si votre banque affiche encore le reste comme réservé, cette mention peut mettre quelques jours à disparaître.',
    },
    notExecuted: {
      title: 'Le paiement n’a pas été effectué',
      now: 'Il n’y avait plus rien à annuler, car le paiement a échoué, a été rejeté ou a expiré.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'Il était trop tard pour annuler le paiement',
      now: 'Le paiement avait déjà été exécuté ou accepté.',
      next: 'Pour récupérer votre argent, veuillez demander un remboursement à la boutique.',
    },
    alreadyReversed: {
      title: 'Le paiement avait déjà été remboursé',
      now: 'Il n’y avait plus rien à annuler, car une opération inverse avait déjà été effectuée.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'Une partie du paiement a été exécutée',
      now: 'Le paiement comportait plusieurs parties et certaines ont déjà été exécutées.',
      next: 'Si vous souhaitez récupérer cette partie de votre argent, veuillez contacter la boutique.',
    },
    notSupported: {
      title: 'Ce paiement ne peut pas être annulé',
      now: 'Votre banque ou votre moyen de paiement ne permet pas d’annuler ce paiement.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'L’annulation n’est pas possible',
      now: 'L’état actuel du paiement ou ses conditions ne permettent pas de l’annuler.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'L’annulation a été refusée',
      now: 'L’annulation n’a pas été validée ou n’a pas été acceptée. Le paiement est donc maintenu.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'L’annulation n’a pas été validée',
      now: 'Votre banque n’a pas reçu votre validation. Nous avons donc cessé d’essayer d’annuler le paiement.',
      next: `Si vous avez validé au dernier moment, il se peut que le paiement soit tout de même annulé. Votre banque peut vous le dire. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'L’annulation a été interrompue',
      now: 'La procédure a été arrêtée avant d’être terminée.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'Le paiement est introuvable',
      now: 'Le service de paiement ne connaît pas ce paiement.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'Aucun montant ne sera débité de votre compte pour ce paiement.',
    partial: 'Une partie du montant a été débitée ou le sera.',
    expected: 'Le paiement n’a pas été arrêté. Attendez-vous à ce que le montant soit débité de votre compte.',
    done: 'Le montant a été débité de votre compte.',
    unknown: 'Nous ne savons pas si le montant sera débité. Veuillez vérifier votre compte ou interroger votre banque.',
    open: 'Tant que l’annulation n’est pas confirmée, le montant peut encore être débité de votre compte.',
    givenBack: 'Selon le service de paiement, votre argent vous a été rendu ou est en train de l’être.',
  },
  whatHappensNext: 'Et maintenant',
  closedWindow: {
    heading: 'Si vous avez fermé la fenêtre de votre banque',
    text: 'Ce n’est pas un problème. Si vous n’avez pas encore validé l’annulation, continuez simplement de nouveau auprès de votre banque.',
  },
  mayClosePage:
    'Vous pouvez fermer cette page et y revenir plus tard avec le même lien. La boutique est informée automatiquement du résultat.',
  looksAgain: { text: 'Cette page se met à jour toute seule pendant quelques minutes.', stop: 'Arrêter la mise à jour' },
  replacesEarlier: 'Il y a eu du nouveau concernant votre paiement. Ce résultat en remplace un précédent.',
  facts: {
    order: 'Commande',
    approveBy: 'Validation possible jusqu’au',
    released: 'Montant annulé',
    captured: 'Montant débité',
    readAt: 'Dernière vérification du paiement',
    statusAt: 'Page actualisée',
  },
  actions: {
    continueAtBank: 'Continuer auprès de ma banque',
    checkAgain: 'Vérifier de nouveau',
    backToShop: 'Retour à la boutique',
  },
  reference: { label: 'Référence', hint: 'Indiquez cette référence si vous contactez la boutique.' },
  messages: {
    invalidReturn: {
      title: 'Ce lien ne peut pas être utilisé',
      paragraphs: [
        'Le lien est incomplet ou a été modifié en chemin. Il n’a eu aucun effet.',
        'Si vous venez de quitter votre banque, soyez sans inquiétude, nous vérifions nous-mêmes le résultat auprès d’elle.',
        'Pour savoir où en est votre annulation, utilisez le lien de la boutique ou contactez-la.',
      ],
    },
    unknownLink: {
      title: 'Il n’y a plus rien ici',
      paragraphs: [
        'Ce lien n’est pas connu, ou l’annulation à laquelle il menait est terminée depuis longtemps.',
        'La boutique peut vous dire où en est votre paiement.',
      ],
    },
    trouble: {
      title: 'Veuillez réessayer dans quelques instants',
      paragraphs: ['Nous ne pouvons pas consulter votre annulation pour le moment. Rien n’est perdu.'],
    },
  },
};
