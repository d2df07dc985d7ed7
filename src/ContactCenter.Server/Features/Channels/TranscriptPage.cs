using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using NodaTime;

namespace ContactCenter.Server.Features.Channels;

/// <summary>A visitor's talk as a page of its own, for keeping: everything that people wrote is text in it and nothing else.</summary>
sealed class TranscriptPage(string title, DateTimeZone zone, TranscriptWords words)
{
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public string Begin() =>
        $$"""
        <!doctype html>
        <html lang="{{words.Language}}" dir="{{(words.RightToLeft ? "rtl" : "ltr")}}"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1"><title>{{Text(title)}}</title>
        <style>
        :root { color-scheme: light dark } body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.4rem } p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere } li { margin: 0 0 1rem } ol { list-style: none; padding: 0 }
        .by { font-weight: 600 } .system { font-style: italic } time { font-weight: 400; white-space: nowrap; font-variant-numeric: tabular-nums }
        </style></head><body><h1 dir="auto">{{Text(title)}}</h1><p>{{Text(words.TimesIn.Replace("{zone}", zone.Id, StringComparison.Ordinal))}}</p><ol>

        """;

    public string Line(VisitorMessage message)
    {
        var at = Instant.FromDateTimeOffset(message.At).InZone(zone).ToDateTimeOffset();
        var time = $"<time datetime=\"{at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)}\" dir=\"ltr\">{at.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)}</time>";
        if (message.From == Speaker.System) return $"<li class=\"system\">{Text(Event(message))} {time}</li>\n";
        var by = message.From == Speaker.Me ? words.You : message.Name ?? words.Agent;
        var files = string.Concat(message.Attachments.Select(f => $"<p dir=\"auto\">[{Text(f.Name)}]</p>"));
        var said = message.Text.Length > 0 ? $"<p dir=\"auto\">{Text(message.Text)}</p>" : "";
        return $"<li><span class=\"by\" dir=\"auto\">{Text(by)}</span> {time}{said}{files}</li>\n";
    }

    public static string End => "</ol></body></html>\n";

    string Event(VisitorMessage message) => message.Code switch
    {
        "agent_joined" => words.Joined.Replace("{name}", message.Name ?? words.Agent, StringComparison.Ordinal),
        "transferred" => words.Transferred,
        _ => words.Ended,
    };

    static string Text(string text) => Encoder.Encode(text);
}

/// <summary>What the page says itself, in the languages of the widget.</summary>
sealed record TranscriptWords(string Language, string TimesIn, string You, string Agent, string Joined, string Transferred, string Ended, bool RightToLeft = false)
{
    static readonly TranscriptWords English = new(
        "en", "Times are those of {zone}", "You", "Agent", "{name} joined the chat", "The chat was passed to another agent", "The chat ended");

    static readonly TranscriptWords[] All =
    [
        English,
        new("es", "Las horas son las de {zone}", "Usted", "Agente", "{name} se unió al chat", "El chat pasó a otro agente", "El chat terminó"),
        new("de", "Zeiten in {zone}", "Sie", "Mitarbeiter", "{name} ist dem Chat beigetreten", "Der Chat wurde weitergegeben", "Der Chat wurde beendet"),
        new("fr", "Heures de {zone}", "Vous", "Agent", "{name} a rejoint la conversation", "La conversation a été transférée à un autre agent", "La conversation est terminée"),
        new("pt", "Horários de {zone}", "Você", "Agente", "{name} entrou no chat", "O chat foi transferido para outro agente", "O chat terminou"),
        new("ar", "الأوقات بتوقيت {zone}", "أنت", "الموظف", "انضم {name} إلى المحادثة", "تم تحويل المحادثة إلى موظف آخر", "انتهت المحادثة", RightToLeft: true),
    ];

    /// <summary>By the first part of a language tag; English for what we do not speak.</summary>
    public static TranscriptWords In(string? language)
    {
        var primary = (language ?? "").Split('-')[0];
        return Array.Find(All, words => words.Language.Equals(primary, StringComparison.OrdinalIgnoreCase)) ?? English;
    }
}
