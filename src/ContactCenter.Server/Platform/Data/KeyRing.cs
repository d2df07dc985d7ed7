using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace ContactCenter.Server.Platform.Data;

/// <summary>Data Protection keys in PostgreSQL, so that a cookie or token of one node is good on all.</summary>
sealed class KeyRing(NpgsqlDataSource database, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.CreateCommand("SELECT xml FROM platform.data_protection_keys ORDER BY created_at");
        using var reader = command.ExecuteReader();
        var keys = new List<XElement>();
        while (reader.Read()) keys.Add(XElement.Parse(reader.GetString(0)));
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = database.CreateCommand("""
            INSERT INTO platform.data_protection_keys (id, friendly_name, xml, created_at) VALUES (@id, @name, @xml, @now)
            ON CONFLICT (friendly_name) DO NOTHING
            """);
        command.Parameters.AddWithValue("id", Ids.New(time.GetUtcNow()));
        command.Parameters.AddWithValue("name", friendlyName);
        command.Parameters.AddWithValue("xml", element.ToString(SaveOptions.DisableFormatting));
        command.Parameters.AddWithValue("now", time.GetUtcNow());
        command.ExecuteNonQuery();
    }
}
