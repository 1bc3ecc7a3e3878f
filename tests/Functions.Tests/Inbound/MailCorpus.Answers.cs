using static Dfm.Core.Inbound.HoldReason;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>Mails that answer, mails that pretend, mails of machines.</summary>
public static partial class MailCorpus
{
    private static IEnumerable<Case> Replies()
    {
        yield return Of("reply", to => new SentMail { To = to.Dit, Subject = "Re: DIT", Text = "Le code de la porte est le 12.\n\nLe lun. 2 mars 2037 à 09:00, Portail clients <portail@dfm.example.com> a écrit :\n\n> Votre demande est enregistrée." },
            Expected.Message("Le code de la porte est le 12.", "enregistrée"));
        yield return Of("reply-in-capitals", to => new SentMail { To = to.Dit.ToUpperInvariant(), Text = "Merci de passer le matin." }, Expected.Message("Merci de passer le matin."));
        yield return Of("reply-of-outlook", to => new SentMail { To = to.Dit, Text = "C'est noté.\r\n\r\n________________________________\r\nDe : Portail clients\r\nEnvoyé : lundi\r\nObjet : DIT\r\n\r\nVotre demande" }, Expected.Message("C'est noté.", "Votre demande"));
        yield return Of("reply-by-in-reply-to", to => new SentMail { InReplyTo = to.DitMail, Subject = "Re: DIT", Text = "Par l'entrée de service." }, Expected.Message("Par l'entrée de service."));
        yield return Of("reply-by-references", to => new SentMail { Headers = [("References", $"<autre@example.com> <{to.DitMail}>")], Text = "Demandez Mme Roy." }, Expected.Message("Demandez Mme Roy."));
        yield return Of("reply-to-a-reply", to => new SentMail { To = to.Dit, Text = "Troisième message.\n\nLe mar. 3 mars 2037 à 10:00, Paul <paul@example.com> a écrit :\n> Deuxième.\n>> Premier." }, Expected.Message("Troisième message.", "Deuxième"));
        yield return Of("reply-below-the-quote", to => new SentMail { To = to.Dit, Text = "> Votre demande est enregistrée.\n\nD'accord pour mardi." }, Expected.Message("D'accord pour mardi."));
        yield return Of("reply-of-a-colleague", to => new SentMail { From = "Claire Aubry <claire@example.com>", To = to.Dit, Text = "Je serai sur place." }, Expected.Message("Je serai sur place."));
        yield return Of("reply-with-a-photo", to => new SentMail { To = to.Dit, Text = "Voici la photo." }.With(new SentFile("détail.png", Dits.Samples.Png, "image/png")), Expected.Message("Voici la photo."));
        yield return Of("reply-with-a-photo-alone", to => new SentMail { To = to.Dit, Text = "" }.With(new SentFile("vue.png", Dits.Samples.Png, "image/png")), Expected.Message(null));
        yield return Of("reply-without-anything", to => new SentMail { To = to.Dit, Text = "\n\nEnvoyé de mon iPhone" }, Expected.Holds(Unreadable));
        yield return Of("reply-on-a-cancelled-dit", to => new SentMail { To = to.ClosedDit, Text = "Finalement, venez." }, Expected.Holds(NotOpen));
        yield return Of("reply-on-an-order", to => new SentMail { To = to.Order, Text = "Livrez au quai B." }, Expected.Message("Livrez au quai B."));
        yield return Of("reply-on-an-order-with-a-file", to => new SentMail { To = to.Order, Text = "Plan d'accès joint." }.With(new SentFile("plan.pdf", "%PDF-1.4"u8.ToArray(), "application/pdf")), Expected.Message("plan.pdf"));
        yield return Of("reply-with-a-forged-address", to => new SentMail { To = to.Dit.Replace("+", "+0", StringComparison.Ordinal), Text = "Bonjour" }, Expected.Holds(NoAsset));
        yield return Of("reply-on-another-customers-dit", to => new SentMail { To = to.Zoes, Text = "Bonjour" }, Expected.Holds(NotAllowed));
        yield return Of("reply-of-a-stranger", to => new SentMail { From = "x@evil.example", Dkim = "{@evil.example : pass}", To = to.Dit, Text = "Bonjour" }, Expected.Holds(UnknownSender));
        yield return Of("reply-that-nobody-vouches-for", to => new SentMail { To = to.Dit, Text = "Bonjour", Dkim = "none", Spf = "softfail" }, Expected.Holds(NotAuthenticated));
        yield return Of("absence-in-reply", to => new SentMail { To = to.Dit, Subject = "Absent", Text = "Je suis absent.", Headers = [("Auto-Submitted", "auto-replied")] }, Expected.Holds(Automatic));
    }

    private static IEnumerable<Case> Spoofed()
    {
        yield return Of("unsigned", new SentMail { Text = Serial, Dkim = "none", Spf = "none" }, Expected.Holds(NotAuthenticated));
        yield return Of("signed-by-somebody-else", new SentMail { Text = Serial, Dkim = "{@evil.example : pass}", Spf = "fail" }, Expected.Holds(NotAuthenticated));
        yield return Of("spf-of-another-domain", new SentMail { Text = Serial, Dkim = "none", EnvelopeFrom = "paul@evil.example" }, Expected.Holds(NotAuthenticated));
        yield return Of("dkim-that-fails", new SentMail { Text = Serial, Dkim = "{@example.com : fail}", Spf = "softfail" }, Expected.Holds(NotAuthenticated));
        yield return Of("a-top-level-domain-signs", new SentMail { Text = Serial, Dkim = "{@com : pass}", Spf = "none" }, Expected.Holds(NotAuthenticated));
        yield return Of("a-domain-that-ends-alike-signs", new SentMail { Text = Serial, Dkim = "{@notexample.com : pass}", Spf = "none" }, Expected.Holds(NotAuthenticated));
        yield return Of("it-vouches-for-itself", new SentMail { Text = Serial, Dkim = "none", Spf = "none", Headers = [("Authentication-Results", "mx.sendgrid.net; dkim=pass header.d=example.com")] }, Expected.Holds(NotAuthenticated));
        yield return Of("lookalike", new SentMail { From = "Paul Durand <paul@exarnple.com>", Dkim = "{@exarnple.com : pass}", Text = Serial }, Expected.Holds(UnknownSender));
        yield return Of("address-as-a-name", new SentMail { From = "\"paul@example.com\" <x@evil.example>", Dkim = "{@evil.example : pass}", Text = Serial }, Expected.Holds(UnknownSender));
        yield return Of("two-senders", new SentMail { From = "paul@example.com, x@evil.example", EnvelopeFrom = "x@evil.example", Dkim = "{@evil.example : pass, @example.com : pass}", Text = Serial }, Expected.Holds(NotAuthenticated));
        yield return Of("two-from-headers", new SentMail { Raw = SentMail.Lines($"From: x@evil.example\nFrom: paul@example.com\nTo: demandes@reponses.example.com\nMessage-ID: <two@evil.example>\nSubject: Panne\n\n{Serial}\n") }, Expected.Holds(NotAuthenticated));
        yield return Of("unknown", new SentMail { From = "Inconnu <qui@autre.example>", Dkim = "{@autre.example : pass}", Text = Serial }, Expected.Holds(UnknownSender));
    }

    private static IEnumerable<Case> OfMachines()
    {
        yield return Of("out-of-office", new SentMail { Text = Serial, Headers = [("Auto-Submitted", "auto-replied")] }, Expected.Holds(Automatic));
        yield return Of("generated", new SentMail { Text = Serial, Headers = [("Auto-Submitted", "auto-generated; owner-email=\"x@example.com\"")] }, Expected.Holds(Automatic));
        yield return Of("not-generated", new SentMail { Text = Serial, Headers = [("Auto-Submitted", "no")] }, Expected.Raises("p1"));
        yield return Of("bulk", new SentMail { Text = Serial, Headers = [("Precedence", "bulk")] }, Expected.Holds(Automatic));
        yield return Of("mailing-list", new SentMail { Text = Serial, Headers = [("List-Id", "<info.example.com>")] }, Expected.Holds(Automatic));
        yield return Of("newsletter", new SentMail { Text = Serial, Headers = [("List-Unsubscribe", "<mailto:x@example.com>")] }, Expected.Holds(Automatic));
        yield return Of("without-an-envelope-sender", new SentMail { Text = Serial, EnvelopeFrom = "" }, Expected.Holds(Automatic));
        yield return Of("bounce", new SentMail { From = "Mail Delivery System <MAILER-DAEMON@example.com>", EnvelopeFrom = "<>", Text = "The mail could not be delivered." }, Expected.Holds(Automatic));
        yield return Of("bounce-report", new SentMail { Raw = SentMail.Lines("From: postmaster@example.com\nTo: demandes@reponses.example.com\nSubject: Undelivered\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nNot delivered.\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; x@example.com\nAction: failed\nStatus: 5.1.1\n--b--\n") }, Expected.Holds(Automatic));
        yield return Of("read-receipt", new SentMail { Raw = SentMail.Lines("From: paul@example.com\nTo: demandes@reponses.example.com\nSubject: Lu : DIT\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: text/plain\n\nLu.\n--b--\n") }, Expected.Holds(Automatic));
        yield return Of("absence-without-a-header", new SentMail { Subject = "Réponse automatique : DIT n° 100001", Text = "Je suis absent." }, Expected.Holds(Automatic));
        yield return Of("flow", new SentMail { Text = Serial, Headers = [("x-ms-mail-application", "Microsoft Power Automate")] }, Expected.Holds(Automatic));
        yield return Of("own-mail", new SentMail { From = "portail@dfm.example.com", Dkim = "{@dfm.example.com : pass}", Text = Serial }, Expected.Holds(Automatic));
        yield return Of("no-reply", new SentMail { From = "no-reply@example.com", Text = Serial }, Expected.Holds(Automatic));
    }

    private static IEnumerable<Case> Broken()
    {
        var from = "From: Paul <paul@example.com>\nTo: demandes@reponses.example.com\nMIME-Version: 1.0\n";
        yield return Of("nothing-at-all", new SentMail { Raw = [] }, Expected.Holds(Unreadable));
        yield return Of("without-an-end", new SentMail { Raw = SentMail.Lines($"{from}Subject: Panne\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{Serial} en panne\n") }, Expected.Raises("p1", "en panne"));
        yield return Of("boundary-that-never-comes", new SentMail { Raw = SentMail.Lines($"{from}Subject: Panne {Serial}\nContent-Type: multipart/mixed; boundary=b\n\nrien\n") }, Expected.Raises("p1"));
        yield return Of("unknown-charset", new SentMail { Raw = SentMail.Lines($"{from}Subject: Panne\nContent-Type: text/plain; charset=x-mystere\n\n{Serial} en panne\n") }, Expected.Raises("p1", "en panne"));
        yield return Of("unencoded-subject", new SentMail { Raw = SentMail.Lines($"{from}Subject: Copieur cassé\nContent-Type: text/plain; charset=iso-8859-1\n\n{Serial} à réparer\n") }, Expected.Raises("p1", "Objet : Copieur cassé"));
        yield return Of("utf8-subject", new SentMail { Raw = Utf8($"{from}Subject: Écran noir\nContent-Type: text/plain; charset=utf-8\n\n{Serial} éteint\n") }, Expected.Raises("p1", "Objet : Écran noir"));
        yield return Of("broken-quoted-printable", new SentMail { Raw = SentMail.Lines($"{from}Subject: Panne\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{Serial} est =ZZ cass=C3=A9=\n !\n") }, Expected.Raises("p1", "cassé"));
        yield return Of("broken-base64", new SentMail { Raw = SentMail.Lines($"{from}Subject: Panne {Serial}\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nQm9uam91ciE*%$\n") }, Expected.Raises("p1", "Bonjou"));
        yield return Of("bytes-that-are-no-text", new SentMail { Raw = [.. SentMail.Lines($"{from}Subject: Panne {Serial}\nContent-Type: text/plain\n\n"), 0, 1, 2, 0xFF, 0xFE, 7, (byte)'x'] }, Expected.Raises("p1"));
        yield return Of("nested-a-thousand-times", new SentMail { Raw = SentMail.Lines(from + $"Subject: Panne {Serial}\n" + string.Concat(Enumerable.Range(0, 1_000).Select(n => $"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")) + "\nfin\n") }, Expected.Raises("p1"));
        yield return Of("ten-thousand-parts", new SentMail { Raw = SentMail.Lines($"{from}Subject: Panne {Serial}\nContent-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\nContent-Type: text/plain\n\nx\n", 10_000)) + "--b--\n") }, Expected.Raises("p1"));
        yield return Of("long-header", new SentMail { Raw = SentMail.Lines($"{from}X-Bomb: {new string('x', 300_000)}\nSubject: Panne {Serial}\n\nBonjour\n") }, Expected.Raises("p1"));
        yield return Of("controls-of-direction", new SentMail { Text = $"{Serial} \u202Egnp.exe\u202C est \u0007cassé" }, Expected.Raises("p1", "est cassé"));
        yield return Of("without-a-message-id", new SentMail { Raw = SentMail.Lines($"{from}Subject: Panne\n\n{Serial} sans identifiant\n") }, Expected.Raises("p1", "sans identifiant"));
        yield return Of("header-injection", new SentMail { Raw = SentMail.Lines($"{from}Subject: =?utf-8?q?Panne=0D=0ABcc:_x=40evil.example?= {Serial}\n\nBonjour\n") }, Expected.Raises("p1", "PanneBcc: x@evil.example"));
    }
}
