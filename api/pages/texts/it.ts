import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Controlla di nuovo tra qualche istante.';
const KEEP_CHECKING = 'Continuiamo a controllare e l’esito apparirà in questa pagina.';
const NOTHING_TO_DO =
  'Non devi fare altro. Se la tua banca mostra ancora l’importo come prenotato, possono volerci alcuni giorni prima che scompaia.';
const ASK_SHOP = 'Se hai domande sul tuo ordine, contatta il negozio.';
const ASK_REFUND = 'Se desideri riavere il tuo denaro, contatta il negozio.';
const STILL_CANCEL = 'Se desideri ancora annullare, contatta il negozio.';
const GIVE_REFERENCE = 'Contatta il negozio e indica il riferimento riportato qui sotto.';

export const it: PayerTexts = {
  locale: 'it',
  timeZone: 'Europe/Rome',
  where: 'Annullamento del tuo pagamento',
  views: {
    requested: {
      title: 'L’annullamento è stato richiesto',
      now: 'Stiamo chiedendo alla tua banca o al servizio di pagamento di annullare il pagamento.',
      next: 'La risposta apparirà qui. È possibile che la tua banca voglia la tua autorizzazione per l’annullamento. In tal caso questa pagina ti porterà lì.',
    },
    awaitingPayer: {
      title: 'La tua banca attende la tua autorizzazione',
      now: 'Il pagamento non è ancora annullato. La tua banca vuole che prima autorizzi l’annullamento.',
      next: 'Continua presso la tua banca e autorizza lì l’annullamento. Poi controlleremo con la tua banca se il pagamento è annullato. Senza la tua autorizzazione non possiamo annullare il pagamento.',
    },
    deadlinePassed: {
      title: 'Il termine per la tua autorizzazione è scaduto',
      now: 'Stiamo controllando un’ultima volta se il pagamento è stato annullato.',
      next: 'L’esito apparirà in questa pagina.',
    },
    verifying: {
      title: 'Stiamo controllando il tuo pagamento',
      now: 'Stiamo chiedendo alla tua banca o al servizio di pagamento se il pagamento è stato annullato. Può volerci un momento.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'L’annullamento non è ancora concluso',
      now: 'La tua banca o il servizio di pagamento ci sta ancora lavorando. Non devi fare nulla.',
      next: `${KEEP_CHECKING} A volte servono diverse ore.`,
    },
    needsReview: {
      title: 'Il tuo annullamento richiede una verifica',
      now: 'Non siamo riusciti a stabilire automaticamente a che punto è il pagamento. Per questo deve occuparsene una persona.',
      next: `${KEEP_CHECKING} Se è urgente, contatta il negozio e indica il riferimento riportato qui sotto.`,
    },
    unresolved: {
      title: 'Non siamo riusciti a stabilire a che punto è il tuo pagamento',
      now: 'I nostri controlli si sono conclusi senza una risposta chiara.',
      next: `${GIVE_REFERENCE} La tua banca può dirti se il denaro è stato addebitato.`,
    },
    lateNews: {
      title: 'Ci sono novità sul tuo pagamento',
      now: 'La procedura si era conclusa senza che il pagamento fosse annullato. Nel frattempo abbiamo ricevuto nuove informazioni e stiamo controllando a che punto è il pagamento.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'Il tuo pagamento è annullato',
      now: 'La tua banca o il servizio di pagamento ha confermato l’annullamento.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'Il tuo pagamento era già annullato',
      now: 'La tua banca o il servizio di pagamento ha confermato che il pagamento era già stato annullato in precedenza.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'Il tuo pagamento è stato interrotto',
      now: 'Il pagamento non era ancora stato completato e ora non può più esserlo.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'Il resto del tuo pagamento è annullato',
      now: 'Una parte dell’importo era già stata addebitata. La tua banca o il servizio di pagamento ha confermato che il resto è annullato.',
      next: 'Se hai domande sulla parte addebitata, contatta il negozio. Se la tua banca mostra ancora il resto come prenotato, possono volerci alcuni giorni prima che scompaia.',
    },
    notExecuted: {
      title: 'Il pagamento non è stato eseguito',
      now: 'Non c’era più nulla da annullare: il pagamento non è riuscito, è stato rifiutato o è scaduto.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'Era troppo tardi per annullare il pagamento',
      now: 'Il pagamento era già stato eseguito o accettato.',
      next: 'Per riavere il tuo denaro, chiedi un rimborso al negozio.',
    },
    alreadyReversed: {
      title: 'Il pagamento era già stato rimborsato',
      now: 'Non c’era più nulla da annullare, perché il pagamento era già stato stornato.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'Una parte del pagamento è stata eseguita',
      now: 'Il pagamento era composto da più parti e alcune sono già state eseguite.',
      next: 'Se desideri riavere quella parte del tuo denaro, contatta il negozio.',
    },
    notSupported: {
      title: 'Questo pagamento non può essere annullato',
      now: 'La tua banca o il tuo metodo di pagamento non prevede l’annullamento di questo pagamento.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'L’annullamento non è possibile',
      now: 'Lo stato attuale del pagamento o le sue condizioni non consentono di annullarlo.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'L’annullamento è stato rifiutato',
      now: 'L’annullamento non è stato autorizzato o non è stato accettato. Il pagamento resta quindi valido.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'L’annullamento non è stato autorizzato',
      now: 'La tua banca non ha ricevuto la tua autorizzazione. Abbiamo quindi smesso di provare ad annullare il pagamento.',
      next: `Se hai dato la tua autorizzazione all’ultimo momento, il pagamento potrebbe ancora essere annullato. La tua banca può dirtelo. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'L’annullamento è stato fermato',
      now: 'La procedura è stata fermata prima di essere conclusa.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'Il pagamento non è stato trovato',
      now: 'Il servizio di pagamento non conosce questo pagamento.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'Per questo pagamento non verrà addebitato nulla sul tuo conto.',
    partial: 'Una parte del denaro è stata addebitata o lo sarà.',
    expected: 'Il pagamento non è stato fermato. Aspettati che il denaro venga addebitato sul tuo conto.',
    done: 'Il denaro è stato addebitato sul tuo conto.',
    unknown: 'Non sappiamo se il denaro verrà addebitato. Controlla il tuo conto o chiedi alla tua banca.',
    open: 'Finché l’annullamento non è confermato, il denaro può ancora essere addebitato sul tuo conto.',
    givenBack: 'Secondo il servizio di pagamento, il denaro ti è stato restituito o ti verrà restituito.',
  },
  whatHappensNext: 'Cosa succede ora',
  closedWindow: {
    heading: 'Se hai chiuso la finestra della tua banca',
    text: 'Non è un problema. Se non hai ancora autorizzato l’annullamento, continua semplicemente di nuovo presso la tua banca.',
  },
  mayClosePage:
    'Puoi chiudere questa pagina e tornare più tardi con lo stesso link. Il negozio viene informato automaticamente dell’esito.',
  looksAgain: { text: 'Questa pagina si aggiorna da sola per alcuni minuti.', stop: 'Interrompi l’aggiornamento' },
  replacesEarlier: 'Ci sono state novità sul tuo pagamento: questo esito ne sostituisce uno precedente.',
  facts: {
    order: 'Ordine',
    approveBy: 'Termine per autorizzare',
    released: 'Importo annullato',
    captured: 'Importo addebitato',
    readAt: 'Ultimo controllo del pagamento',
    statusAt: 'Pagina aggiornata',
  },
  actions: {
    continueAtBank: 'Continua con la mia banca',
    checkAgain: 'Controlla di nuovo',
    backToShop: 'Torna al negozio',
  },
  reference: { label: 'Riferimento', hint: 'Indica questo riferimento se contatti il negozio.' },
  messages: {
    invalidReturn: {
      title: 'Questo link non può essere usato',
      paragraphs: [
        'Il link è incompleto o è stato modificato lungo il percorso. Non ha avuto alcun effetto.',
        'Se arrivi dalla tua banca, non preoccuparti: controlliamo noi l’esito con la banca.',
        'Per sapere a che punto è il tuo annullamento, usa il link del negozio o contatta il negozio.',
      ],
    },
    unknownLink: {
      title: 'Qui non c’è più nulla',
      paragraphs: [
        'Questo link non è conosciuto, oppure l’annullamento a cui portava si è concluso da tempo.',
        'Il negozio può dirti a che punto è il tuo pagamento.',
      ],
    },
    trouble: {
      title: 'Riprova tra qualche istante',
      paragraphs: ['Al momento non possiamo consultare il tuo annullamento. Nulla è andato perso.'],
    },
  },
};
