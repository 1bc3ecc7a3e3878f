using System.Globalization;
using Dfm.Core.Calendar;

namespace Dfm.Core.Notifications;

/// <summary>Dates, sizes and prices in French format, independent of the machine's culture data.</summary>
public static class FrenchText
{
    private static readonly string[] Days = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];

    private static readonly string[] Months =
    [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ];

    /// <summary>A narrow no-break space as the thousands separator, as in French typography.</summary>
    private static readonly NumberFormatInfo Numbers = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "\u202F" };

    /// <summary>Date and time in Paris: « mardi 24 novembre 2026 à 14 h 30 ».</summary>
    public static string Moment(DateTimeOffset instant)
    {
        var local = ParisTime.At(instant);
        return $"{Day(instant)} à {local.Hour} h {local.Minute:00}";
    }

    /// <summary>Date in Paris: « mardi 24 novembre 2026 ».</summary>
    public static string Day(DateTimeOffset instant) => Day(ParisTime.Day(instant));

    /// <summary>« mardi 24 novembre 2026 ».</summary>
    public static string Day(DateOnly local)
    {
        var day = local.Day is 1 ? "1er" : $"{local.Day}";
        return $"{Days[(int)local.DayOfWeek]} {day} {Months[local.Month - 1]} {local.Year}";
    }

    /// <summary>A file's size, in units of 1,024: « 812 octets », « 340 Ko », « 1,5 Mo ».</summary>
    /// <param name="bytes">Not negative.</param>
    public static string Size(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (bytes < 1024) return bytes < 2 ? $"{bytes} octet" : $"{bytes} octets";
        var kilobytes = (bytes + 512) / 1024;
        if (kilobytes < 1024) return $"{kilobytes} Ko";
        var tenths = ((bytes * 10) + (1 << 19)) >> 20;
        return tenths % 10 is 0 ? $"{tenths / 10} Mo" : $"{tenths / 10},{tenths % 10} Mo";
    }

    /// <summary>A whole number: « 1 234 567 », with no-break spaces.</summary>
    public static string Count(long number) => number.ToString("N0", Numbers);

    /// <summary>A price excluding tax: « 1 234,50 € HT », with no-break spaces.</summary>
    /// <param name="euros">Rounded to the cent.</param>
    public static string Price(decimal euros) => $"{Money(euros, "EUR")}\u00A0HT";

    /// <summary>A consumable's price: « Inclus au contrat », « 42,00 € HT », « Prix sur demande ».</summary>
    /// <param name="included">Whether the contract includes it.</param>
    /// <param name="euros">Null when included or on request.</param>
    public static string Price(bool included, decimal? euros) =>
        included ? "Inclus au contrat" : euros is { } price ? Price(price) : "Prix sur demande";

    /// <summary>An amount in a currency: « 1 234,50 € », with no-break spaces; others than euros by their code.</summary>
    public static string Money(decimal amount, string currency) =>
        $"{amount.ToString("N2", Numbers)}\u00A0{(currency == "EUR" ? "€" : currency)}";
}
