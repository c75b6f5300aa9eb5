import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Volte a verificar dentro de instantes.';
const KEEP_CHECKING = 'Continuamos a verificar e o resultado aparecerá nesta página.';
const NOTHING_TO_DO =
  'Não precisa de fazer mais nada. Se o seu banco ainda mostrar o montante como cativo, pode demorar alguns dias a desaparecer.';
const ASK_SHOP = 'Se tiver alguma questão sobre a sua encomenda, contacte a loja.';
const ASK_REFUND = 'Se desejar reaver o seu dinheiro, contacte a loja.';
const STILL_CANCEL = 'Se ainda desejar cancelar, contacte a loja.';
const GIVE_REFERENCE = 'Contacte a loja e indique a referência abaixo.';

export const pt: PayerTexts = {
  locale: 'pt-PT',
  timeZone: 'Europe/Lisbon',
  where: 'Cancelamento do seu pagamento',
  views: {
    requested: {
      title: 'O cancelamento foi pedido',
      now: 'Estamos a pedir ao seu banco ou ao serviço de pagamento que cancele o pagamento.',
      next: 'A resposta aparecerá aqui. É possível que o seu banco lhe peça que autorize o cancelamento. Nesse caso, poderá continuar a partir desta página.',
    },
    awaitingPayer: {
      title: 'O seu banco precisa da sua autorização',
      now: 'O pagamento ainda não está cancelado. O seu banco pede-lhe que autorize primeiro o cancelamento.',
      next: 'Continue no seu banco e autorize aí o cancelamento. Depois verificamos junto do seu banco se o pagamento está cancelado. Sem a sua autorização, não podemos cancelar o pagamento.',
    },
    deadlinePassed: {
      title: 'O prazo para a sua autorização terminou',
      now: 'Estamos a verificar uma última vez se o pagamento foi cancelado.',
      next: 'O resultado aparecerá nesta página.',
    },
    verifying: {
      title: 'Estamos a verificar o seu pagamento',
      now: 'Estamos a perguntar ao seu banco ou ao serviço de pagamento se o pagamento foi cancelado. Pode demorar um momento.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'O cancelamento ainda não está concluído',
      now: 'O seu banco ou o serviço de pagamento ainda o está a processar. Não precisa de fazer nada.',
      next: `${KEEP_CHECKING} Por vezes demora várias horas.`,
    },
    needsReview: {
      title: 'O seu cancelamento tem de ser analisado',
      now: 'Não conseguimos apurar automaticamente a situação do pagamento, pelo que uma pessoa tem de a analisar.',
      next: `${KEEP_CHECKING} Se for urgente, contacte a loja e indique a referência abaixo.`,
    },
    unresolved: {
      title: 'Não conseguimos apurar a situação do seu pagamento',
      now: 'As nossas verificações terminaram sem uma resposta clara.',
      next: `${GIVE_REFERENCE} O seu banco pode dizer-lhe se o dinheiro foi debitado.`,
    },
    lateNews: {
      title: 'Há novidades sobre o seu pagamento',
      now: 'O processo tinha terminado sem que o pagamento fosse cancelado. Entretanto recebemos novas informações e estamos a verificar a situação do pagamento.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'O seu pagamento está cancelado',
      now: 'O seu banco ou o serviço de pagamento confirmou o cancelamento.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'O seu pagamento já estava cancelado',
      now: 'O seu banco ou o serviço de pagamento confirmou que o pagamento já tinha sido cancelado antes.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'O seu pagamento foi interrompido',
      now: 'O pagamento ainda não tinha sido concluído e agora já não o pode ser.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'O resto do seu pagamento está cancelado',
      now: 'Uma parte do montante já tinha sido debitada. O seu banco ou o serviço de pagamento confirmou que o resto está cancelado.',
      next: 'Se tiver alguma questão sobre a parte debitada, contacte a loja. Se o seu banco ainda mostrar o resto como cativo, pode demorar alguns dias a desaparecer.',
    },
    notExecuted: {
      title: 'O pagamento não foi efetuado',
      now: 'Já não havia nada para cancelar: o pagamento falhou, foi rejeitado ou expirou.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'Era demasiado tarde para cancelar o pagamento',
      now: 'O pagamento já tinha sido executado ou aceite.',
      next: 'Para reaver o seu dinheiro, peça um reembolso à loja.',
    },
    alreadyReversed: {
      title: 'O pagamento já tinha sido reembolsado',
      now: 'Já não havia nada para cancelar, porque o pagamento já tinha sido revertido.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'Uma parte do pagamento foi executada',
      now: 'O pagamento tinha várias partes e algumas já foram executadas.',
      next: 'Se desejar reaver essa parte do seu dinheiro, contacte a loja.',
    },
    notSupported: {
      title: 'Este pagamento não pode ser cancelado',
      now: 'O seu banco ou o seu método de pagamento não permite cancelar este pagamento.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'Não é possível cancelar',
      now: 'O estado atual do pagamento ou as suas condições não permitem cancelá-lo.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'O cancelamento foi recusado',
      now: 'O cancelamento não foi autorizado ou não foi aceite. O pagamento mantém-se, portanto.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'O cancelamento não foi autorizado',
      now: 'O seu banco não recebeu a sua autorização. Por isso, deixámos de tentar cancelar o pagamento.',
      next: `Se deu a sua autorização no último momento, o pagamento ainda pode vir a ser cancelado. O seu banco pode dizer-lhe. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'O cancelamento foi interrompido',
      now: 'O processo foi interrompido antes de estar concluído.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'O pagamento não foi encontrado',
      now: 'O serviço de pagamento não conhece este pagamento.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'Não será debitado dinheiro da sua conta por este pagamento.',
    partial: 'Uma parte do dinheiro foi ou será debitada.',
    expected: 'O pagamento não foi impedido. Conte com que o dinheiro seja debitado da sua conta.',
    done: 'O dinheiro foi debitado da sua conta.',
    unknown: 'Não sabemos se o dinheiro será debitado. Verifique a sua conta ou pergunte ao seu banco.',
    open: 'Enquanto o cancelamento não estiver confirmado, o dinheiro ainda pode ser debitado da sua conta.',
    givenBack: 'Segundo o serviço de pagamento, o dinheiro foi-lhe devolvido ou está a ser-lhe devolvido.',
  },
  whatHappensNext: 'O que acontece agora',
  closedWindow: {
    heading: 'Se fechou a janela do seu banco',
    text: 'Não há problema. Se ainda não autorizou o cancelamento, basta continuar novamente no seu banco.',
  },
  mayClosePage:
    'Pode fechar esta página e voltar mais tarde com o mesmo link. A loja é informada automaticamente do resultado.',
  looksAgain: { text: 'Esta página atualiza-se sozinha durante alguns minutos.', stop: 'Parar a atualização' },
  replacesEarlier: 'Houve novidades sobre o seu pagamento: este resultado substitui um anterior.',
  facts: {
    order: 'Encomenda',
    approveBy: 'Prazo para autorizar',
    released: 'Montante cancelado',
    captured: 'Montante debitado',
    readAt: 'Última verificação do pagamento',
    statusAt: 'Página atualizada',
  },
  actions: { continueAtBank: 'Continuar no meu banco', checkAgain: 'Verificar de novo', backToShop: 'Voltar à loja' },
  reference: { label: 'Referência', hint: 'Indique esta referência se contactar a loja.' },
  messages: {
    invalidReturn: {
      title: 'Este link não pode ser utilizado',
      paragraphs: [
        'O link está incompleto ou foi alterado pelo caminho. Não teve qualquer efeito.',
        'Se acabou de sair do seu banco, não se preocupe: nós próprios verificamos o resultado junto do banco.',
        'Para saber em que ponto está o seu cancelamento, utilize o link da loja ou contacte a loja.',
      ],
    },
    unknownLink: {
      title: 'Já não há nada aqui',
      paragraphs: [
        'Este link não é conhecido, ou o cancelamento a que levava terminou há muito tempo.',
        'A loja pode dizer-lhe qual é a situação do seu pagamento.',
      ],
    },
    trouble: {
      title: 'Tente novamente dentro de instantes',
      paragraphs: ['De momento não conseguimos consultar o seu cancelamento. Nada se perdeu.'],
    },
  },
};
